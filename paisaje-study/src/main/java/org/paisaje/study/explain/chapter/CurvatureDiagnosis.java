package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.krylov.trace.Estimation;
import org.paisaje.math.krylov.trace.SpectralCurve;
import org.paisaje.math.krylov.trace.SpectralDensity;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.study.spectrum.CostLedger;
import org.paisaje.theory.landscape.HessianSpectrum;
import org.paisaje.theory.landscape.HessianSplit;
import org.paisaje.theory.landscape.Sharpness;
import org.paisaje.theory.landscape.spectrum.FullSpectrum;
import org.paisaje.theory.landscape.spectrum.OutlyingEigenvalues;

/** The Hessian at the end: its extreme eigenvalues, its density, its rank and its two parts. */
final class CurvatureDiagnosis implements Diagnosis {
    /** Below this the squares of products underflow and bounds cannot be computed. */
    private static final double FLAT = 1e-150;

    private static final HessianSpectrum.Effort EFFORT = new HessianSpectrum.Effort(5, 300, 10, 40);
    /** The rank is told with the uncertainty of so many probes. */
    private static final int RANK_PROBES = 8;
    private static final int SPLIT_PRODUCTS = 16;
    /** Eigenvalues below this share of the largest count as zero. */
    private static final double ZERO = 1e-4;
    private static final String ZERO_TEXT = "1e-4";
    /** Up to so many parameters all eigenvalues are computed. */
    private static final int DENSE = 500;
    private static final int GRID = 241;
    /** Among so many of the largest eigenvalues a gap is looked for. */
    private static final int LARGEST = 10;

    @Override
    public String title() {
        return "curvature at the end";
    }

    @Override
    public boolean thorough() {
        return true;
    }

    @Override
    public Chapter examine(Evidence evidence) {
        var seed = evidence.subject().seed().named("curvature");
        var ledger = new CostLedger();
        Optional<HessianSpectrum> found = HessianSpectrum.of(ledger.counted(evidence.end().hessian()), EFFORT, seed);
        if (found.isEmpty()) {
            return new Chapter("curvature", "Curvature at the end", "the curvature could not be measured",
                    List.of(Finding.unmeasured("largest-eigenvalue", "eigenvalues of the Hessian",
                            "A product with the Hessian was not finite, or the iteration did not get far enough.")),
                    List.of());
        }
        HessianSpectrum spectrum = found.get();
        if (!(spectrum.norm() > FLAT)) {
            return new Chapter("curvature", "Curvature at the end", "the Hessian is zero", List.of(Finding
                    .of("largest-eigenvalue", "largest eigenvalue of H", 0.0)
                    .judged(Assessment.NOTE, "flat", "The Hessian vanishes: the loss is flat to second order.")),
                    List.of());
        }
        List<Finding> findings = new ArrayList<>();
        Sharpness first = Sharpness.of(ledger.counted(evidence.end().gaussNewton()), seed);
        Sharpness low = Sharpness.of(ledger.counted(evidence.end().residual()).negated(), seed);
        findings.add(largest(spectrum, first));
        findings.add(smallest(spectrum, low));
        Optional<FullSpectrum.Found> all = all(evidence, ledger);
        findings.add(all.map(values -> negative(values, spectrum.norm())).orElseGet(() -> negative(spectrum)));
        escape(evidence, spectrum).ifPresent(findings::add);
        findings.add(outliers(evidence, spectrum, all));
        findings.addAll(CurvatureShares.of(evidence, first, ledger));
        findings.add(rank(evidence, first, seed, ledger));
        HessianSplit.of(evidence.end(), SPLIT_PRODUCTS, seed)
                .ifPresentOrElse(
                        split -> findings.add(split(split)),
                        () -> findings.add(Finding.unmeasured("split", "|H2| / |H|", "A product was not finite.")));
        ledger.note("split", 3L * SPLIT_PRODUCTS);
        ledger.note("the rest");
        findings.add(Finding.of("curvature-cost", "gradients over the training data that this took", ledger.gradients())
                .judged(Assessment.NOTE, "", "A product with the Hessian costs about as much as 4/3 gradients."));
        return new Chapter("curvature", title(evidence), "the largest eigenvalue is "
                + Words.number(spectrum.largest()) + ", the smallest " + Words.number(spectrum.smallest()), findings,
                figures(evidence, spectrum));
    }

    private static String title(Evidence evidence) {
        return evidence.subject().steps() == 0 ? "Curvature" : "Curvature at the end";
    }

    private static Finding largest(HessianSpectrum spectrum, Sharpness gaussNewton) {
        Finding finding = Finding.of("largest-eigenvalue", "largest eigenvalue of H",
                Estimate.within(spectrum.largest(), spectrum.highestBounds()[0]));
        if (!(gaussNewton instanceof Sharpness.Measured first)) {
            return finding;
        }
        double gap = Math.abs(spectrum.largest() - first.value()) / spectrum.norm();
        return finding.against(Relation.EQUAL, Estimate.within(first.value(), first.bound()),
                "that of Gauss-Newton H1; they differ by at most |H2|")
                .judged(Assessment.NOTE,
                        gap < 0.1 ? "Gauss-Newton" : "H2 matters",
                        "The two differ by " + Words.percent(gap) + " of |H|.");
    }

    private static Finding smallest(HessianSpectrum spectrum, Sharpness residual) {
        Finding finding = Finding.of("smallest-eigenvalue", "smallest eigenvalue of H",
                Estimate.within(spectrum.smallest(), spectrum.smallestBound()));
        Finding held = residual instanceof Sharpness.Measured low
                ? finding.against(Relation.AT_LEAST, Estimate.within(-low.value(), low.bound()),
                        "the smallest of H2, because H1 has none below 0 (Weyl)")
                : finding;
        boolean negative = spectrum.smallest() + spectrum.smallestBound() < -ZERO * spectrum.norm();
        return held.judged(Assessment.NOTE, negative ? "negative" : "near 0", negative
                ? "The end is no minimum: there is a direction of negative curvature."
                : "No direction of negative curvature beyond " + ZERO_TEXT + " of the norm was found.");
    }

    private static Finding negative(HessianSpectrum spectrum) {
        Estimation.Estimated share = spectrum.density().shareBelow(-ZERO * spectrum.norm());
        return Finding.of("negative-share", "share below -" + ZERO_TEXT + " |H|", interval(share))
                .judged(Assessment.NOTE, share.lower() > 0 ? "saddle-like" : "hardly any",
                        "Share of the eigenvalues, by stochastic Lanczos quadrature with " + EFFORT.probes()
                                + " probes.");
    }

    /** All eigenvalues of a small Hessian, from as many products. */
    private static Optional<FullSpectrum.Found> all(Evidence evidence, CostLedger ledger) {
        return evidence.subject().parameters() <= DENSE
                && FullSpectrum.of(ledger.counted(evidence.end().hessian()), List.of(),
                        share -> {}) instanceof FullSpectrum.Found found ? Optional.of(found) : Optional.empty();
    }

    private static Finding negative(FullSpectrum.Found all, double norm) {
        double count = Arrays.stream(all.values()).filter(value -> value < -ZERO * norm).count();
        return Finding.of("negative-share", "share below -" + ZERO_TEXT + " |H|", count / all.values().length)
                .judged(Assessment.NOTE, count > 0 ? "saddle-like" : "none", Words.count((long) count, "direction")
                        + " of " + all.values().length + (count == 1 ? " goes" : " go") + " down; counted.");
    }

    /** How many steps of the rule multiply a small distance along the most negative direction by e. */
    private static Optional<Finding> escape(Evidence evidence, HessianSpectrum spectrum) {
        if (spectrum.smallest() + spectrum.smallestBound() >= -ZERO * spectrum.norm()) {
            return Optional.empty();
        }
        return evidence.stability()
                .filter(rule -> !rule.preconditioned())
                .map(rule -> Math.log(rule.growth(spectrum.smallest())))
                .filter(growth -> growth > 0)
                .map(growth -> Finding.of("escape-time", "steps that multiply a way down by e", 1 / growth)
                        .judged(Assessment.NOTE, "way down", "Along the most negative direction the distance grows by "
                                + Words.percent(Math.expm1(growth))
                                + " with each step; from a saddle it takes ln(1 / distance) "
                                + "times as many steps to get away."));
    }

    private static Finding outliers(Evidence evidence, HessianSpectrum spectrum, Optional<FullSpectrum.Found> all) {
        int p = evidence.subject().parameters();
        double[] highest = all.map(found -> {
            double[] values = found.values();
            double[] descending = new double[Math.min(LARGEST, (p + 1) / 2)];
            Arrays.setAll(descending, i -> values[p - 1 - i]);
            return descending;
        }).orElse(spectrum.highest());
        OutlyingEigenvalues outliers = OutlyingEigenvalues.among(highest, ZERO * spectrum.norm());
        String seen = highest.length == 1 ? "" : " among the " + highest.length + " largest";
        return Finding.of("outliers", "eigenvalues that stand apart" + seen, outliers.count())
                .judged(Assessment.NOTE, outliers.count() == 0 ? "none" : outliers.count() + " of " + p,
                        outliers.count() == 0
                                ? "No gap" + seen + " is as wide as a factor of 2."
                                : "A few steep directions, then a gap by a factor of " + Words.number(outliers.ratio())
                                        + "; the steep ones limit the step, the flat ones how long training takes.");
    }

    private static Estimate interval(Estimation.Estimated share) {
        return new Estimate(share.value(), Math.min(share.value(), Math.max(0, share.lower())),
                Math.max(share.value(), Math.min(1, share.upper())));
    }

    /** Each sample counts as often as the rank of its loss's curvature in the outputs. */
    private static Finding rank(Evidence evidence, Sharpness largest, Seed seed, CostLedger ledger) {
        int p = evidence.subject().parameters();
        int k = evidence.subject().network().outputs();
        int each = evidence.subject().loss().rank(k);
        long bound = Math.min(p, (long) evidence.risk().samples() * each);
        String quantity = "rank of H1 at 1e-4, of " + p;
        Optional<Estimate> rank = p <= DENSE
                ? Optional.of(exactRank(evidence, ledger))
                : estimatedRank(evidence, largest, seed, ledger);
        return rank.map(measured -> Finding.of("rank", quantity, measured)
                .against(Relation.AT_MOST, bound,
                        each == k
                                ? "min(p, n k)"
                                : "min(p, n (k - " + (k - each) + ")), the rank of the loss's curvature")
                .judged(Assessment.NOTE, measured.value() < 0.1 * p ? "low rank" : "spread",
                        "Eigenvalues of Gauss-Newton above 1e-4 of its largest: " + Words.percent(measured.value() / p)
                                + " of the directions."))
                .orElseGet(() -> Finding.unmeasured("rank", quantity, "A product was not finite."));
    }

    private static Estimate exactRank(Evidence evidence, CostLedger ledger) {
        ledger.note("rank", evidence.subject().parameters());
        double[] values = SymmetricEigen.values(evidence.end().denseGaussNewton());
        double least = ZERO * values[values.length - 1];
        return Estimate.exact(Arrays.stream(values).filter(value -> value > least).count());
    }

    /** The uncertainty is that of the probes and what two Lanczos steps less would change. */
    private static Optional<Estimate> estimatedRank(Evidence evidence, Sharpness largest, Seed seed,
            CostLedger ledger) {
        LinearOperator first = ledger.counted(evidence.end().gaussNewton());
        int p = first.rows();
        if (!(largest instanceof Sharpness.Measured top)
                || !(SpectralDensity.of(first, SpectralDensity.Settings
                        .of(RANK_PROBES, Math.min(p, EFFORT.steps()), seed.named("rank"))
                        .withProbesAtOnce(4)) instanceof SpectralDensity.Outcome.Found found)) {
            return Optional.empty();
        }
        SpectralDensity density = found.density();
        double least = ZERO * top.value();
        Estimation.Estimated below = density.shareBelow(least);
        var coarser = new SpectralDensity(density.coarser(), p, density.level(), density.products(), density.coarser());
        double half = p * (below.halfWidth() + Math.abs(below.value() - coarser.shareBelow(least).value()));
        double rank = p * (1 - below.value());
        return Optional.of(new Estimate(rank, Math.max(0, rank - half), Math.max(rank, Math.min(p, rank + half))));
    }

    private static Finding split(HessianSplit split) {
        double h = split.whole().value();
        double ratio = h == 0 ? 0 : split.residual().value() / h;
        double error = h == 0
                ? 0
                : ratio * (split.residual().halfWidth() / Math.max(split.residual().value(), Double.MIN_NORMAL)
                        + split.whole().halfWidth() / h);
        return Finding.of("split", "|H2| / |H|, Frobenius",
                new Estimate(ratio, Math.max(0, ratio - error), ratio + error))
                .against(Relation.EQUAL, 0, "at interpolation, where the loss has no slope in the outputs")
                .judged(Assessment.NOTE, ratio < 0.1 ? "Gauss-Newton" : "H2 matters", "H1 is Gauss-Newton, H2 carries "
                        + "the second derivatives of the outputs.");
    }

    private static List<Figure> figures(Evidence evidence, HessianSpectrum spectrum) {
        List<Figure> figures = new ArrayList<>();
        double bandwidth = (spectrum.density().grid(2, 1)[1] - spectrum.density().grid(2, 1)[0] - 10) / 80;
        if (bandwidth > 0) {
            figures.add(density(evidence, spectrum.density()
                    .density(
                            spectrum.density().grid(GRID, bandwidth), bandwidth)));
        }
        figures.add(ends(spectrum));
        return figures;
    }

    private static Figure density(Evidence evidence, SpectralCurve curve) {
        double floor = 1e-3 / evidence.subject().parameters();
        double[] values = new double[curve.grid().length];
        double[] low = values.clone();
        double[] high = values.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(floor, curve.values()[i]);
            low[i] = Math.max(floor, curve.lower()[i]);
            high[i] = Math.max(floor, curve.upper()[i]);
        }
        return new Figure.Chart("spectral-density", "Eigenvalues of the Hessian at the end",
                "The density of the eigenvalues, smoothed, with its 95 % band over random probes; the lowest level drawn is "
                        + Words.number(floor) + ". Most eigenvalues lie near 0, a few far to the right."
                        + evidence.sampling(),
                Axis.linear("eigenvalue"), Axis.log("density"), List.of(
                        new Series.Band("95 % band", Role.MEASURED, curve.grid(), low, high),
                        new Series.Line("density", Role.MEASURED, curve.grid(), values)));
    }

    private static Figure ends(HessianSpectrum spectrum) {
        int low = spectrum.lowest().length;
        int high = spectrum.highest().length;
        double[] x = new double[low + high];
        double[] y = new double[low + high];
        double[] below = new double[low + high];
        double[] above = new double[low + high];
        for (int i = 0; i < low + high; i++) {
            boolean top = i < high;
            double value = top ? spectrum.highest()[i] : spectrum.lowest()[low + high - 1 - i];
            double bound = top ? spectrum.highestBounds()[i] : spectrum.lowestBounds()[low + high - 1 - i];
            x[i] = i + 1;
            y[i] = value;
            below[i] = value - bound;
            above[i] = value + bound;
        }
        return new Figure.Chart("eigenvalues", "Extreme eigenvalues", "The " + high + " largest and the " + low
                + " smallest eigenvalues of the Hessian at the end, from largest to smallest; within each bar lies an "
                + "eigenvalue. What lies between them is left out.",
                Axis.linear("place in this list"), Axis.linear("eigenvalue"), List.of(
                        new Series.Intervals("eigenvalue", Role.MEASURED, x, y, below, above),
                        new Series.Line("zero", Role.REFERENCE, new double[] {1, Math.max(2, low + high)},
                                new double[] {0, 0})));
    }
}
