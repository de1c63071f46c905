package org.paisaje.study.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.krylov.eigen.SymmetryProbe;
import org.paisaje.math.krylov.trace.Estimation;
import org.paisaje.math.krylov.trace.Hutchinson;
import org.paisaje.math.krylov.trace.ProbeSettings;
import org.paisaje.math.krylov.trace.SpectralDensity;
import org.paisaje.math.krylov.trace.XTrace;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Layout;
import org.paisaje.risk.Risk;
import org.paisaje.risk.RiskPoint;
import org.paisaje.study.Estimate;
import org.paisaje.study.Session;
import org.paisaje.theory.landscape.Sharpness;
import org.paisaje.theory.landscape.spectrum.Curvature;
import org.paisaje.theory.landscape.spectrum.FullSpectrum;
import org.paisaje.theory.landscape.spectrum.LowRankCertificate;
import org.paisaje.theory.landscape.spectrum.ParameterBlock;
import org.paisaje.theory.landscape.spectrum.SpectrumEnds;
import org.paisaje.theory.landscape.spectrum.TraceParts;

/** Goes through everything that is asked of a matrix, in the order of the page. */
final class SpectrumComputation {
    static final double ENDS_TOLERANCE = 1e-6;
    private static final double BLOCK_TOLERANCE = 1e-3;
    private static final int BLOCK_PRODUCTS = 80;
    private static final int BLOCK_TRACE = 24;
    private static final int TRACE_PRODUCTS = 80;
    private static final int CERTIFICATE_PRODUCTS = 12;
    /** The probability with which the certificate of the low-rank approximation is wrong. */
    static final double CERTIFICATE_FAILURE = 1e-6;

    private final SpectrumSetting setting;
    private final Session session;
    private final Seed seed;
    private final CostLedger ledger = new CostLedger();
    private final KeptProducts kept;
    private Optional<SharpnessCourse> course = Optional.empty();
    private Optional<SpectrumEnds> found = Optional.empty();

    /** There is nothing to tell: a product was not finite, or the run was stopped. */
    static final class Unmeasured extends Exception {
        private static final long serialVersionUID = 1;

        Unmeasured(String reason) {
            super(reason);
        }
    }

    SpectrumComputation(SpectrumSetting setting, Session session, KeptProducts kept) {
        this.setting = setting;
        this.session = session;
        this.kept = kept;
        this.seed = setting.problem().seed().named("spectrum");
    }

    SpectrumAnswer run() throws Unmeasured {
        double[] start = setting.problem().start();
        require(start, setting.problem().network().layout());
        double first = setting.problem().risk().value(start);
        if (!Double.isFinite(first)) {
            throw new IllegalArgumentException("spectrum: the loss at these weights is " + first
                    + "; inputs or weights are so large that the outputs overflow");
        }
        course = setting.run()
                .map(run -> SharpnessCourse.of(setting, run, start, session));
        course.ifPresent(run -> ledger.note("sharpness along the run", run.products()));
        alive();
        double[] theta = course.map(SharpnessCourse::theta).orElse(start);
        return at(theta);
    }

    /** The run before, if there was one and it was made. */
    Optional<SharpnessCourse> course() {
        return course;
    }

    /** Both ends, as soon as they are known. */
    Optional<SpectrumEnds> ends() {
        return found;
    }

    private SpectrumAnswer at(double[] theta) throws Unmeasured {
        Risk risk = setting.risk();
        Curvature of = setting.of();
        RiskPoint point = risk.at(theta);
        LinearOperator a = ledger.counted(kept.of(of.operator(point)));
        int order = a.rows();
        List<ParameterBlock> layers = of.overParameters()
                ? ParameterBlock.layers(risk.network().layout())
                : List.of();
        progress(0.52, "eigenvalues at the ends");
        SpectrumEnds ends = ends(a);
        found = Optional.of(ends);
        ledger.note("both ends");
        SymmetryProbe symmetry = SymmetryProbe.of(a, seed);
        ledger.note("symmetry");
        double norm = ends.norm();
        Optional<FullSpectrum.Found> full = full(a, layers);
        ledger.note("all eigenvalues");
        alive();
        progress(0.8, "density");
        Optional<SpectralDensity> density = norm == 0 ? Optional.empty() : density(a);
        ledger.note("density");
        alive();
        progress(0.87, "trace");
        Optional<TraceParts> known = full.isPresent() ? Optional.empty() : TraceParts.of(of, risk, point);
        known.ifPresent(parts -> ledger.passes("exact part of the trace", parts.passes()));
        Optional<Estimate> trace = full.isPresent()
                ? Optional.of(sum(full.get().diagonal()))
                : trace(a, known, risk);
        Optional<Estimate> frobenius = full.isPresent()
                ? Optional.of(length(full.get()))
                : estimate(Hutchinson.frobenius(a, ProbeSettings.products(TRACE_PRODUCTS, seed.named("frobenius"))));
        ledger.note("trace and norm");
        progress(0.9, "low rank");
        Optional<LowRankCertificate> certificate = norm == 0
                ? Optional.empty()
                : LowRankCertificate.of(a, ends.ascending(), ends.vectors(), CERTIFICATE_PRODUCTS,
                        CERTIFICATE_FAILURE, seed.named("certificate"));
        ledger.note("certificate of low rank");
        alive();
        progress(0.92, "layers");
        List<SpectrumAnswer.Block> blocks = blocks(a, layers, full, known, risk.samples());
        ledger.note("layers");
        alive();
        progress(0.97, "checks");
        Optional<Sharpness.Measured> dual = norm == 0 ? Optional.empty() : dual(risk, theta);
        Optional<SpectrumAnswer.Parts> parts = of == Curvature.HESSIAN && norm > 0 ? parts(point) : Optional.empty();
        double damping = setting.effort().damping() * norm;
        return new SpectrumAnswer(setting, risk, theta, point.value(), length(point.gradient()), order, course, ends,
                full, full.isPresent() ? "" : whyNotAll(order), density, trace, frobenius, damping,
                logDeterminant(full, density, damping), blocks, certificate, symmetry, dual, parts, ledger);
    }

    private Optional<Estimate> trace(LinearOperator a, Optional<TraceParts> known, Risk risk) {
        var settings = ProbeSettings.products(TRACE_PRODUCTS, seed.named("trace"));
        return known.isPresent()
                ? trace(known.get(), 0, risk.dimension(), risk.samples(), settings)
                : estimate(XTrace.trace(a, settings));
    }

    /** Of the block of {@code count} parameters from {@code from} on: the exact part, and the rest by probes. */
    private Optional<Estimate> trace(TraceParts known, int from, int count, int samples, ProbeSettings settings) {
        double exact = known.sum(from, count);
        double rounding = known.rounding(from, count, samples);
        if (known.rest().isEmpty()) {
            return Optional.of(Estimate.within(exact, rounding));
        }
        LinearOperator whole = ledger.counted(kept.of(known.rest().get()));
        LinearOperator rest = count == whole.rows() ? whole : whole.restricted(from, count);
        return estimate(XTrace.trace(rest, settings))
                .map(part -> new Estimate(exact + part.value(), exact + part.low() - rounding,
                        exact + part.high() + rounding));
    }

    private static void require(double[] theta, Layout layout) {
        long bad = Arrays.stream(theta).filter(value -> !Double.isFinite(value)).count();
        if (bad == 0) {
            return;
        }
        for (Layout.Slice slice : layout.slices()) {
            for (int i = 0; i < slice.size(); i++) {
                if (!Double.isFinite(theta[slice.offset() + i])) {
                    throw new IllegalArgumentException("weights: " + bad + " of " + theta.length
                            + (bad == 1 ? " is" : " are") + " not finite, the first " + theta[slice.offset() + i]
                            + " in " + slice.name() + ", row " + i / slice.columns() + ", column "
                            + i % slice.columns() + " (counted from 0); the run they come from has diverged");
                }
            }
        }
    }

    private void progress(double share, String note) {
        session.listener().progress(share, note);
    }

    private static void alive() throws Unmeasured {
        if (Session.cancelled()) {
            throw new Unmeasured("");
        }
    }

    private SpectrumEnds ends(LinearOperator a) throws Unmeasured {
        return switch (SpectrumEnds.of(a, setting.effort().top(), ENDS_TOLERANCE, setting.effort().products(),
                seed.named("ends"))) {
            case SpectrumEnds.Outcome.Found found -> found.ends();
            case SpectrumEnds.Outcome.Failed failed -> throw new Unmeasured(failed.reason());
        };
    }

    private boolean all(int order) {
        return order <= setting.effort().full() && FullSpectrum.fits(order);
    }

    private String whyNotAll(int order) {
        return order > setting.effort().full()
                ? "the order " + order + " is above --full " + setting.effort().full()
                : "a matrix of order " + order + " and a copy do not fit into the memory of this JVM";
    }

    private Optional<FullSpectrum.Found> full(LinearOperator a, List<ParameterBlock> layers)
            throws Unmeasured {
        if (!all(a.rows())) {
            return Optional.empty();
        }
        return switch (FullSpectrum.of(a, layers,
                share -> progress(0.55 + 0.25 * share, "all eigenvalues, " + a.rows() + " products"))) {
            case FullSpectrum.Found found -> Optional.of(found);
            case FullSpectrum.Failed failed -> throw new Unmeasured(Session.cancelled() ? "" : failed.reason());
        };
    }

    private Optional<SpectralDensity> density(LinearOperator a) throws Unmeasured {
        var effort = setting.effort();
        return switch (SpectralDensity.of(a, SpectralDensity.Settings
                .of(effort.probes(), Math.min(a.rows(), effort.lanczosSteps()), seed.named("density"))
                .withProbesAtOnce(4))) {
            case SpectralDensity.Outcome.Found found -> Optional.of(found.density());
            case SpectralDensity.Outcome.Failed failed -> throw new Unmeasured(failed.failure().toString());
        };
    }

    private List<SpectrumAnswer.Block> blocks(LinearOperator a, List<ParameterBlock> layers,
            Optional<FullSpectrum.Found> full, Optional<TraceParts> known, int samples) throws Unmeasured {
        List<SpectrumAnswer.Block> result = new ArrayList<>();
        for (int b = 0; b < layers.size(); b++) {
            ParameterBlock layer = layers.get(b);
            if (full.isPresent()) {
                double[] values = full.get().blocks().get(b);
                double bound = full.get().bound();
                result.add(new SpectrumAnswer.Block(layer, Estimate.within(values[values.length - 1], bound),
                        Estimate.within(values[0], bound),
                        sum(Arrays.copyOfRange(full.get().diagonal(), layer.from(), layer.from() + layer.size()))));
                continue;
            }
            alive();
            LinearOperator part = a.restricted(layer.from(), layer.size());
            if (SpectrumEnds.of(part, 1, BLOCK_TOLERANCE, BLOCK_PRODUCTS, seed.named("block").at(b)) instanceof //
            SpectrumEnds.Outcome.Found(SpectrumEnds ends)) {
                double[] values = ends.ascending();
                double[] bounds = ends.ascendingBounds();
                int last = values.length - 1;
                var settings = ProbeSettings.products(BLOCK_TRACE, seed.named("block trace").at(b));
                Optional<Estimate> trace = known.isPresent()
                        ? trace(known.get(), layer.from(), layer.size(), samples, settings)
                        : estimate(XTrace.trace(part, settings));
                if (trace.isPresent()) {
                    result.add(new SpectrumAnswer.Block(layer, Estimate.within(values[last], bounds[last]),
                            Estimate.within(values[0], bounds[0]), trace.get()));
                }
            }
        }
        return result;
    }

    private Optional<Sharpness.Measured> dual(Risk risk, double[] theta) {
        return setting.of().dual(risk, theta).flatMap(dual -> {
            Sharpness.Warm found = Sharpness.Warm.cold().next(kept.of(dual), seed.named("dual"));
            ledger.note("dual matrix", found.products());
            return found.sharpness() instanceof Sharpness.Measured measured ? Optional.of(measured) : Optional.empty();
        });
    }

    private Optional<SpectrumAnswer.Parts> parts(RiskPoint point) {
        Sharpness.Warm first = Sharpness.Warm.cold().next(kept.of(point.gaussNewton()), seed.named("H1"));
        var second = SpectrumEnds.of(kept.of(point.residual()), 1, BLOCK_TOLERANCE, BLOCK_PRODUCTS, seed.named("H2"));
        if (!(first.sharpness() instanceof Sharpness.Measured top)
                || !(second instanceof SpectrumEnds.Outcome.Found(SpectrumEnds ends))) {
            return Optional.empty();
        }
        ledger.note("H1 and H2", first.products() + ends.products());
        double bound = Arrays.stream(ends.ascendingBounds()).max().orElse(0);
        return Optional.of(new SpectrumAnswer.Parts(Estimate.within(top.value(), top.bound()),
                Estimate.within(ends.norm(), bound)));
    }

    private static Optional<Estimate> logDeterminant(Optional<FullSpectrum.Found> full,
            Optional<SpectralDensity> density, double damping) {
        if (full.isPresent()) {
            double sum = 0;
            double error = 0;
            for (double value : full.get().values()) {
                double shifted = value + damping;
                if (!(shifted > full.get().bound())) {
                    return Optional.empty();
                }
                sum += Math.log(shifted);
                error += full.get().bound() / shifted;
            }
            return Optional.of(Estimate.within(sum, error));
        }
        return density.flatMap(known -> estimate(known.trace(value -> Math.log(value + damping))));
    }

    private static Optional<Estimate> estimate(Estimation estimation) {
        return estimation instanceof Estimation.Estimated e && Double.isFinite(e.value())
                && Double.isFinite(e.halfWidth())
                        ? Optional.of(Estimate.within(e.value(), e.halfWidth()))
                        : Optional.empty();
    }

    private static Estimate sum(double[] entries) {
        double sum = 0;
        double size = 0;
        for (double entry : entries) {
            sum += entry;
            size += Math.abs(entry);
        }
        return Estimate.within(sum, entries.length * Math.ulp(1.0) * size);
    }

    private static Estimate length(FullSpectrum.Found full) {
        double size = length(full.values());
        return Estimate.within(size, Math.sqrt(full.values().length) * full.bound());
    }

    private static double length(double[] entries) {
        double largest = Arrays.stream(entries).map(Math::abs).max().orElse(0);
        if (largest == 0) {
            return 0;
        }
        double sum = 0;
        for (double entry : entries) {
            sum += entry / largest * (entry / largest);
        }
        return largest * Math.sqrt(sum);
    }
}
