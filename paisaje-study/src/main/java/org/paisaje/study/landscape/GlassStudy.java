package org.paisaje.study.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.LineFit;
import org.paisaje.math.stats.Means;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Comparison;
import org.paisaje.study.Ending;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Keep;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.study.folder.KeptParts;
import org.paisaje.theory.landscape.glass.GlassLaw;
import org.paisaje.theory.landscape.glass.GlassPoint;
import org.paisaje.theory.landscape.glass.GlassSearch;
import org.paisaje.theory.landscape.glass.SpinGlass;

/** Critical points of spherical spin glasses, their indices beside the law of many spins. */
public final class GlassStudy implements Study<GlassSetting> {
    private static final int[] PRELUDES = {0, 3, 6, 10, 15, 20, 30, 50};
    private static final double LEVEL = 0.95;
    /** The ends of searches, by draw and start. */
    private static final String KEPT = "glass.part";

    @Override
    public String name() {
        return "landscape";
    }

    @Override
    public long seed(GlassSetting setting) {
        return setting.seed();
    }

    @Override
    public List<String> continuation() {
        return List.of(KEPT);
    }

    @Override
    public Result run(GlassSetting setting, Session session) {
        try (KeptParts kept = KeptParts.open(KEPT, setting.describe(), session)) {
            return run(setting, session, kept);
        }
    }

    private Result run(GlassSetting setting, Session session, KeptParts kept) {
        return Blas.withThreads(session.threads(), () -> {
            List<List<GlassPoint>> draws = new ArrayList<>();
            for (int k = 0; k < setting.draws(); k++) {
                draws.add(new ArrayList<>());
            }
            // the couplings of one glass may take much of the memory, so there is one after another
            SpinGlass first = SpinGlass.random(setting.order(), setting.spins(), Seed.of(setting.seed()).at(0));
            var done = new AtomicInteger();
            var made = new AtomicInteger();
            var spent = new AtomicLong();
            for (int k = 0; k < setting.draws() && !Session.cancelled(); k++) {
                SpinGlass glass = k == 0
                        ? first
                        : SpinGlass.random(setting.order(), setting.spins(), Seed.of(setting.seed()).at(k));
                Seed starts = Seed.of(setting.seed()).named("starts").at(k);
                int number = k;
                Optional<?>[] ends = new Optional<?>[setting.runs()];
                Parallel.runInterruptibly(setting.runs(), r -> {
                    if (Session.cancelled()) {
                        ends[r] = Optional.empty();
                        return;
                    }
                    ends[r] = Blas.withThreads(1,
                            () -> known(kept, number + " " + r, glass, r, starts.at(r).generator(), spent));
                    made.incrementAndGet();
                    synchronized (done) {
                        session.listener()
                                .progress((double) done.incrementAndGet() / setting.draws() / setting.runs(),
                                        "critical points");
                    }
                });
                for (Optional<?> end : ends) {
                    if (end.isPresent() && end.get() instanceof GlassPoint point) {
                        draws.get(k).add(point);
                    }
                }
            }
            return result(setting, draws, made.get(), spent.get(), Session.cancelled());
        });
    }

    /** The end of a search that a second start finds in the file, else that of the search, which is kept. */
    private static Optional<GlassPoint> known(KeptParts kept, String name, SpinGlass glass, int r, Generator draw,
            AtomicLong spent) {
        KeptParts.Part part = kept.known(name).orElseGet(() -> {
            var own = new AtomicLong();
            Optional<GlassPoint> end = search(glass, r, draw, own);
            List<double[]> numbers = new ArrayList<>();
            numbers.add(new double[] {own.get()});
            end.ifPresent(point -> numbers.addAll(List.of(point.s(),
                    new double[] {point.density(), point.gradientNorm()}, point.eigenvalues())));
            var made = new KeptParts.Part(numbers, List.of());
            kept.add(name, made);
            return made;
        });
        List<double[]> numbers = part.numbers();
        spent.addAndGet((long) numbers.getFirst()[0]);
        return numbers.size() == 1
                ? Optional.empty()
                : Optional.of(new GlassPoint(numbers.get(1), numbers.get(2)[0], numbers.get(2)[1], numbers.get(3)));
    }

    private static Optional<GlassPoint> search(SpinGlass glass, int r, Generator draw, AtomicLong evaluations) {
        double rate = 0.15 / glass.order();
        GlassSearch search = new GlassSearch(glass).start(draw)
                .walk(PRELUDES[r % PRELUDES.length], r % 5 == 4 ? -rate : rate);
        Optional<GlassPoint> end = search.newton();
        evaluations.addAndGet(search.evaluations());
        return end;
    }

    private Result result(GlassSetting setting, List<List<GlassPoint>> draws, int made, long evaluations,
            boolean cancelled) {
        List<GlassPoint> all = draws.stream().flatMap(List::stream).toList();
        var law = new GlassLaw(setting.order());
        double[] u = all.stream().mapToDouble(GlassPoint::density).toArray();
        double[] share = all.stream().mapToDouble(GlassPoint::indexShare).toArray();
        double square = 0;
        for (int i = 0; i < u.length; i++) {
            square += Math.pow(share[i] - law.indexShare(u[i]), 2) / u.length;
        }
        Optional<Estimate> slope = slope(draws, law);
        Result.Builder result = Result.of(name(), "Critical points of a spin glass")
                .ended(cancelled ? Ending.interrupted("interrupted") : Ending.done("done"))
                .headline((cancelled ? "NOT COMPLETE. " : "") + (all.isEmpty()
                        ? "None of the searches ended at a critical point."
                        : "The share of negative eigenvalues at " + Words.count(all.size(), "critical point")
                                + " keeps to the law of many spins within " + Words.number(Math.sqrt(square))
                                + ", root mean square; one eigenvalue is " + Words.number(1.0 / (setting.spins() - 1))
                                + "."))
                .about("Products of " + setting.order() + " of " + setting.spins() + " spins on a sphere, "
                        + Words.count(setting.draws(), "draw") + " of the couplings, "
                        + Words.count(setting.runs(), "start")
                        + " for each.")
                .setting(setting.describe())
                .measured("searches", made)
                .measured("found", all.size())
                .measured("gradients", evaluations)
                .measured("distance", Math.sqrt(square));
        slope.ifPresent(fit -> result.measured("slope", List.of(fit.low(), fit.value(), fit.high())));
        if (!all.isEmpty()) {
            result.led(chart(law, u, share));
        }
        result.section(law(setting, law, slope, made, evaluations, u)).section(levels(law));
        if (!all.isEmpty()) {
            var columns = new LinkedHashMap<String, double[]>();
            columns.put("energy", u);
            columns.put("share", share);
            columns.put("least", all.stream().mapToDouble(point -> point.eigenvalues()[0]).toArray());
            columns.put("gradient", all.stream().mapToDouble(GlassPoint::gradientNorm).toArray());
            result.keeping(new Keep.Columns("glass", columns));
            result.keeping(new Keep.Array("critical-points", Matrix
                    .of(all.stream().map(GlassPoint::s).toArray(double[][]::new))));
        }
        return result.build();
    }

    /** The mean of the slopes of single draws on the law, which are independent. */
    private static Optional<Estimate> slope(List<List<GlassPoint>> draws, GlassLaw law) {
        double[] slopes = draws.stream().flatMapToDouble(points -> {
            double[] x = points.stream().mapToDouble(point -> law.indexShare(point.density())).toArray();
            boolean varies = Arrays.stream(x).distinct().count() > 2;
            return points.size() < 5 || !varies
                    ? DoubleStream.empty()
                    : DoubleStream
                            .of(LineFit.of(x, points.stream().mapToDouble(GlassPoint::indexShare).toArray()).slope());
        }).toArray();
        return slopes.length < 2 ? Optional.empty() : Optional.of(Estimate.of(Means.student(slopes, LEVEL)));
    }

    private static Figure chart(GlassLaw law, double[] u, double[] share) {
        double edge = 1.05 * law.threshold();
        double[] x = new double[201];
        double[] y = new double[201];
        for (int i = 0; i < x.length; i++) {
            x[i] = -edge + 2 * edge * i / 200;
            y[i] = law.indexShare(x[i]);
        }
        return new Figure.Chart("index-energy", "Index against energy",
                "Every point is a critical point; the line is the law of many spins. Below -E_infinity = "
                        + Words.number(-law.threshold())
                        + " almost all are minima, above are saddles of ever higher index.",
                Axis.linear("energy per spin"), Axis.linear("share of negative eigenvalues"),
                List.of(new Series.Line("law", Role.THEORY, x, y),
                        new Series.Points("critical points", Role.MEASURED, u, share)));
    }

    private static Section law(GlassSetting setting, GlassLaw law, Optional<Estimate> slope, int made, long evaluations,
            double[] u) {
        List<Finding> findings = new ArrayList<>();
        slope.ifPresent(fit -> findings.add(Finding.of("slope", "slope of the shares on the law", fit)
                .against(Comparison.Relation.EQUAL, 1, "semicircle of eigenvalues that moves with the energy")
                .judged(Assessment.NOTE,
                        fit.meets(Estimate.within(1, 4.0 / setting.spins())) ? "on the law" : "off the law",
                        "Mean over the draws of the couplings, at level 0.95; " + setting.spins()
                                + " spins leave 4/N.")));
        findings.add(Finding.of("failed", "searches that did not end at a critical point", made - u.length)
                .judged(Assessment.NOTE, "", "Newton's method on the sphere has no guarantee; they are left out."));
        findings.add(Finding.of("cost", "gradients that this took", evaluations)
                .judged(Assessment.NOTE, "",
                        "The Hessian comes of the same pass over the couplings as the gradient; each of "
                                + "Newton's steps solves " + (setting.spins() + 1) + " equations besides."));
        if (u.length > 0) {
            findings.add(Finding.of("lowest", "lowest energy per spin", Arrays.stream(u).min().orElseThrow())
                    .against(Comparison.Relation.AT_LEAST, -law.level(0), "ground state in the limit of many spins")
                    .judged(Assessment.NOTE, "", "With few spins single draws can lie below."));
        }
        return Section.of("law", "The law",
                "The eigenvalues at a critical point are those of a semicircle less p times the energy per "
                        + "spin, so the share of negative ones is a function of the energy (Auffinger, Ben Arous, Cerny 2013).",
                List.of(new Block.Findings(findings)));
    }

    private static Section levels(GlassLaw law) {
        List<List<Cell>> rows = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            rows.add(List.of(Cell.text(k == 0 ? "minima" : "index " + k), Cell.number(-law.level(k), 7)));
        }
        rows.add(List.of(Cell.text("any fixed index"), Cell.number(-law.threshold(), 7)));
        return Section.of("levels", "Down to where", "Minima lie between "
                + Words.number(-law.level(0)) + " and " + Words.number(-law.threshold()) + " per spin, "
                + Words.percent(1 - law.threshold() / law.level(0)) + " of the depth, where descents get stuck.",
                List.of(new Block.Numbers(new Figure.Table("levels", "Lowest energies per spin by index",
                        "Zeros of the complexity, in the limit of many spins. Of N spins there are about exp("
                                + Words.number(law.allExponent()) + " N) critical points and exp("
                                + Words.number(law.minimaExponent()) + " N) minima.",
                        List.of("critical points", "lowest energy per spin"), rows))));
    }
}
