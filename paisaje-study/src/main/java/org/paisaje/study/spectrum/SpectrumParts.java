package org.paisaje.study.spectrum;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.krylov.eigen.SymmetryProbe;
import org.paisaje.math.krylov.trace.SpectralCurve;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Section;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.theory.landscape.spectrum.Curvature;
import org.paisaje.theory.landscape.spectrum.FullSpectrum;
import org.paisaje.theory.landscape.spectrum.LinearRank;
import org.paisaje.training.optimizer.StepStability;

/** The sections of a result: ends, shape, layers, the run, checks, cost. */
final class SpectrumParts {
    private static final int LISTED = 10;
    private static final int DIGITS = 6;
    /** The level of intervals for what must hold: one in 10,000 fails by chance. */
    private static final double CERTAIN = 0.9999;

    private final SpectrumAnswer answer;
    private final SpectrumFigures figures;
    private final Curvature of;
    private final String symbol;

    SpectrumParts(SpectrumAnswer answer, SpectrumFigures figures) {
        this.answer = answer;
        this.figures = figures;
        this.of = answer.setting().of();
        this.symbol = of.symbol();
    }

    /** The ends, as a table and in findings. */
    Section ends() {
        List<Block> blocks = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        findings.add(largest());
        findings.add(smallest());
        if (!of.semidefinite()) {
            answer.negativeShare()
                    .ifPresent(share -> findings.add(Finding
                            .of("negative-share", "share of eigenvalues below -1e-4 |" + symbol + "|", share)
                            .judged(Assessment.NOTE, share.low() > 0 ? "saddle-like" : "hardly any",
                                    answer.full().isPresent() ? "Counted." : "From the density.")));
        }
        findings.add(outliers());
        blocks.add(new Block.Findings(findings));
        blocks.add(new Block.Numbers(list()));
        figures.sizes().ifPresent(figure -> blocks.add(new Block.Picture(figure)));
        String words = answer.full().isPresent()
                ? (answer.order() == 1 ? "The one eigenvalue" : "All " + Words.count(answer.order(), "eigenvalue"))
                        + " to within " + Words.number(answer.full().get().bound()) + ", from as many products."
                : "Not all eigenvalues were computed: " + answer.why()
                        + ". Within its bound of each that is given lies an"
                        + " eigenvalue.";
        return Section.of("eigenvalues", "Eigenvalues", words, blocks);
    }

    private Finding largest() {
        Finding finding = Finding.of("largest-eigenvalue", "largest eigenvalue of " + symbol, answer.largest());
        if (answer.parts().isEmpty()) {
            return finding;
        }
        Estimate first = answer.parts().get().gaussNewton();
        Estimate second = answer.parts().get().residual();
        double gap = Math.abs(answer.largest().value() - first.value()) / answer.norm();
        return finding.against(Relation.EQUAL, first, "that of H1; they differ by at most |H2| = "
                + Words.number(second.value()) + " (Weyl)")
                .judged(Assessment.NOTE, gap < 0.1 ? "Gauss-Newton" : "H2 matters",
                        "The two differ by " + Words.percent(gap) + " of |H|.");
    }

    private Finding smallest() {
        Estimate value = answer.smallest();
        Finding finding = Finding.of("smallest-eigenvalue", "smallest eigenvalue of " + symbol, value);
        if (of.semidefinite()) {
            boolean fine = value.high() >= -1e-12 * answer.norm();
            return finding.against(Relation.AT_LEAST, 0, "positive semidefinite")
                    .judged(
                            fine ? Assessment.FINE : Assessment.TROUBLE, fine ? "not negative" : "negative",
                            fine
                                    ? "As it must be."
                                    : "This matrix cannot have a negative eigenvalue; the computation is wrong.");
        }
        if (value.low() > SpectrumAnswer.ZERO * answer.norm()) {
            return finding.judged(Assessment.NOTE, "positive", "The curvature is positive in every direction.");
        }
        boolean negative = value.high() < -SpectrumAnswer.ZERO * answer.norm();
        return finding.judged(Assessment.NOTE, negative ? "negative" : "near 0", negative
                ? "There is a direction of negative curvature" + (of == Curvature.HESSIAN && calm()
                        ? ": with this small a gradient a saddle."
                        : ": these weights are no minimum of the second order.")
                : "No direction of negative curvature beyond 1e-4 of the norm was found.");
    }

    private boolean calm() {
        return answer.gradientNorm() < 1e-6 * Math.max(1, answer.norm());
    }

    private Finding outliers() {
        var outliers = answer.outliers();
        int k = answer.risk().y().columns();
        return Finding.of("outliers", "eigenvalues that stand apart", outliers.count())
                .judged(Assessment.NOTE,
                        outliers.count() == 0 ? "none" : outliers.count() + " of " + answer.order(),
                        outliers.count() == 0
                                ? "No gap among the largest is as wide as a factor of 2."
                                : "Above them is the widest gap, a factor of " + Words.number(outliers.ratio())
                                        + (k > 1
                                                ? "; with " + k + " outputs one expects about " + (k - 1) + " or " + k
                                                        + " of them (Sagun et al. 2017)."
                                                : "."));
    }

    private Figure.Table list() {
        List<List<Cell>> rows = new ArrayList<>();
        double[] high = answer.ends().highest();
        double[] low = answer.ends().lowest();
        double[] all = answer.full().map(FullSpectrum.Found::values).orElse(new double[0]);
        double bound = answer.full().map(FullSpectrum.Found::bound).orElse(0.0);
        for (int i = 0; i < Math.min(LISTED, high.length); i++) {
            rows.add(all.length > 0
                    ? row(i + 1, all[all.length - 1 - i], bound)
                    : row(i + 1, high[i], answer.ends().highestBounds()[i]));
        }
        for (int i = Math.min(LISTED, low.length) - 1; i >= 0; i--) {
            long rank = (long) answer.order() - i;
            rows.add(all.length > 0 ? row(rank, all[i], bound) : row(rank, low[i], answer.ends().lowestBounds()[i]));
        }
        String how = all.length > 0
                ? "Of the matrix of all products."
                : answer.ends().converged()
                        ? "By Lanczos, to a residual of 1e-6 of the norm; values closer than twice that are not told apart."
                        : "By Lanczos; the budget of products ended before all residuals were 1e-6 of the norm.";
        return new Figure.Table("ends", "Both ends", how, List.of("rank", "eigenvalue", "within"), rows);
    }

    private static List<Cell> row(long rank, double value, double bound) {
        return List.of(Cell.count(rank), Cell.number(Math.abs(value) <= bound ? 0 : value, DIGITS),
                Cell.number(bound, 2));
    }

    /** What is known to more digits than are shown is shown without its uncertainty. */
    private static Cell cell(Estimate value) {
        double half = Math.max(value.high() - value.value(), value.value() - value.low());
        return half <= 1e-6 * Math.abs(value.value()) || half == 0
                ? Cell.number(value.value(), DIGITS)
                : Cell.measured(value);
    }

    /** Density, trace, norms, rank and low-rank approximation. */
    Section shape() {
        List<Finding> findings = new ArrayList<>();
        answer.trace().ifPresent(trace -> findings.add(Finding.of("trace", "trace of " + symbol, trace)));
        answer.frobenius()
                .ifPresent(size -> findings.add(Finding.of("frobenius", "Frobenius norm of " + symbol, size)));
        findings.add(logDeterminant());
        findings.add(rank());
        answer.certificate()
                .ifPresent(found -> findings.add(Finding
                        .of("low-rank", "what " + Words.count(found.rank(), "eigenpair") + " leave of |" + symbol + "|",
                                new Estimate(Math.min(found.bound(), rest()), 0, found.bound()))
                        .judged(Assessment.NOTE, Words.percent(Math.min(1, found.bound() / answer.norm())) + " at most",
                                "The approximation by the eigenpairs at both ends errs by at most "
                                        + Words.number(found.bound()) + " in the spectral norm, but with probability "
                                        + Words.number(found.failure())
                                        + " (Halko et al. 2011, Lemma 4.1); its Frobenius"
                                        + " norm is about " + Words.number(found.frobenius()) + ".")));
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Findings(findings));
        return Section.of("shape", "Trace, rank, determinant", "", blocks);
    }

    /** The first eigenvalue that was left out is at most the innermost one that was found. */
    private double rest() {
        double[] high = answer.ends().highest();
        double[] low = answer.ends().lowest();
        double inner = Math.max(0, high[high.length - 1]);
        return low.length == 0 ? 0 : Math.max(inner, Math.max(0, -low[low.length - 1]));
    }

    private Finding logDeterminant() {
        String quantity = "log det(" + symbol + " + rho I), rho = " + Words.number(answer.damping());
        return answer.logDeterminant()
                .map(value -> Finding.of("log-determinant", quantity, value))
                .orElseGet(() -> Finding.unmeasured("log-determinant", quantity,
                        "An eigenvalue is not above -rho, so there is no logarithm; a larger --damping helps."));
    }

    private Finding rank() {
        var bound = of.rankBound(answer.risk());
        if (answer.full().isEmpty()) {
            double least = SpectrumAnswer.ZERO * answer.norm();
            String quantity = "share of eigenvalues beyond 1e-4 |" + symbol + "|";
            return answer.density().map(density -> {
                var within = density.shareBelow(least);
                var below = density.shareBelow(-least);
                double share = Math.clamp(1 - within.value() + below.value(), 0, 1);
                double half = within.halfWidth() + below.halfWidth();
                Finding finding = Finding.of("rank", quantity,
                        new Estimate(share, Math.max(0, share - half), Math.min(1, share + half)));
                return bound.map(most -> finding.against(Relation.AT_MOST, (double) most / answer.order(),
                        "the most that " + answer.risk().samples() + " samples leave"))
                        .orElse(finding)
                        .judged(Assessment.NOTE, share < 0.1 ? "low rank" : "spread", "From the density.");
            }).orElseGet(() -> Finding.of("rank", quantity, 0).judged(Assessment.NOTE, "zero", "The matrix is zero."));
        }
        FullSpectrum.Found full = answer.full().get();
        long exact = full.rank(full.bound());
        long large = full.rank(SpectrumAnswer.ZERO * answer.norm());
        Finding finding = Finding.of("rank", "rank of " + symbol + ", beyond rounding", exact);
        Finding held = linear() != null
                ? finding.against(Relation.EQUAL, linear(),
                        "deep linear networks at generic weights (Singh et al. 2021)")
                : bound.map(most -> finding.against(Relation.AT_MOST, most,
                        most == answer.order() ? "the order" : "what " + answer.risk().samples() + " samples leave"))
                        .orElse(finding);
        boolean above = bound.isPresent() && exact > bound.get();
        return held.judged(above ? Assessment.TROUBLE : Assessment.NOTE,
                above ? "too high" : large < 0.1 * answer.order() ? "low rank" : "spread",
                large + " of " + answer.order() + " are beyond 1e-4 of the norm.");
    }

    private @Nullable Long linear() {
        return LinearRank.of(answer.risk(), answer.theta()).map(ranks -> switch (of) {
            case HESSIAN -> ranks.hessian();
            case GAUSS_NEWTON, FISHER -> ranks.gaussNewton();
            case H2 -> ranks.residual();
            case EMPIRICAL_FISHER, NTK -> null;
        }).orElse(null);
    }

    /** A row for each layer. */
    Section layers() {
        List<List<Cell>> rows = new ArrayList<>();
        for (SpectrumAnswer.Block block : answer.blocks()) {
            rows.add(List.of(Cell.text(block.where().name()), Cell.count(block.where().size()),
                    cell(block.largest()), cell(block.smallest()), cell(block.trace())));
        }
        var table = new Figure.Table(
                "layers", "The diagonal blocks", "The block of each layer by itself, its weights and"
                        + " biases"
                        + (answer.full().isPresent()
                                ? "."
                                : "; values with residual bounds, traces exact or, as far as they are estimated, with 95 % intervals."),
                List.of("layer", "parameters", "largest", "smallest", "trace"), rows);
        return Section.of("layers", "Layer by layer", "", List.of(new Block.Numbers(table)));
    }

    /** Sharpness along the run. */
    static Section course(SharpnessCourse course) {
        List<Block> blocks = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        if (!course.readings().isEmpty()) {
            var end = course.readings().getLast();
            String kind = course.preconditioned() ? "preconditioned sharpness" : "sharpness";
            Finding finding = Finding.of("sharpness-end", kind + " at step " + end.step(),
                    Estimate.within(end.sharpness(), end.bound()));
            if (course.threshold().isPresent() && Double.isFinite(end.stable())) {
                StepStability rule = course.threshold().get();
                double ratio = end.sharpness() / end.stable();
                finding = finding.against(Relation.AT_MOST, end.stable(), rule.formula())
                        .judged(Assessment.NOTE,
                                ratio > 1.2 ? "unstable" : ratio > 0.8 ? "edge of stability" : "stable",
                                ratio > 1.2
                                        ? "Above what the rule allows: the sharpest direction grows."
                                        : ratio > 0.8
                                                ? "At the largest value that the rule allows, where training that has progressed"
                                                        + " long enough hovers (Cohen et al. 2021)."
                                                : "Below what the rule allows by a factor of " + Words.number(1 / ratio)
                                                        + ".");
            }
            findings.add(finding);
            var first = course.readings().getFirst();
            findings.add(Finding.of("sharpness-start", kind + " at step " + first.step(),
                    Estimate.within(first.sharpness(), first.bound())));
        }
        blocks.add(new Block.Findings(findings));
        SpectrumFigures.course(course).ifPresent(figure -> blocks.add(new Block.Picture(figure)));
        return Section.of("sharpness", "Along the run", "", blocks);
    }

    /** What must hold of every right answer. */
    Section checks() {
        List<Finding> findings = new ArrayList<>();
        SymmetryProbe probe = answer.symmetry();
        findings.add(Finding.of("symmetric", "|<u, A v> - <A u, v>| / (|A u| + |A v|)", probe.gap())
                .against(Relation.AT_MOST, SymmetryProbe.LIMIT, "symmetry, for random u and v")
                .judged(probe.symmetric() ? Assessment.FINE : Assessment.TROUBLE,
                        probe.symmetric() ? "symmetric" : "not symmetric",
                        probe.symmetric() ? "" : "Eigenvalues of a matrix that is not symmetric mean nothing here."));
        figures.curve().ifPresent(curve -> findings.add(mass(curve)));
        if (answer.density().isPresent() && answer.trace().isPresent()) {
            findings.add(moment());
        }
        answer.full().ifPresent(full -> findings.add(lanczos(full)));
        answer.dual().ifPresent(dual -> {
            Estimate other = Estimate.within(dual.value(), dual.bound());
            double slack = 1e-10 * answer.norm();
            boolean same = Math.abs(answer.largest().value() - dual.value()) <= dual.bound() + slack
                    + answer.largest().high() - answer.largest().value();
            findings.add(check(Finding.of("dual", "largest eigenvalue of " + symbol, answer.largest())
                    .against(Relation.EQUAL, other, of.overParameters()
                            ? "that of the dual L''^(1/2) J J^T L''^(1/2), whose order is n k"
                            : "that of J^T J / n, whose order is p"),
                    same));
        });
        return Section.of("checks", "Checks", "What holds of every right answer, measured in two ways.",
                List.of(new Block.Findings(findings)));
    }

    private static Finding check(Finding finding, boolean holds) {
        return finding.judged(holds ? Assessment.FINE : Assessment.TROUBLE, holds ? "holds" : "fails",
                holds ? "" : "The two disagree by more than their uncertainties.");
    }

    /** The trapezoidal rule on a grid of at least one point for each quarter of a bandwidth, cut off at five of them. */
    private Finding mass(SpectralCurve curve) {
        return check(Finding.of("density-mass", "mass of the density", curve.mass())
                .against(Relation.EQUAL, Estimate.within(1, 1e-5), "it is 1"), Math.abs(curve.mass() - 1) <= 1e-5);
    }

    /** What always holds is checked at a level that chance does not miss. */
    private Finding moment() {
        var moment = answer.density().orElseThrow().withLevel(CERTAIN).moment(1);
        Estimate trace = answer.trace().orElseThrow();
        double p = answer.order();
        var mean = new Estimate(trace.value() / p, trace.low() / p, trace.high() / p);
        double rounding = 1e-12 * answer.norm();
        Estimate measured = Estimate.within(moment.value(), moment.halfWidth() + rounding);
        return check(Finding.of("density-moment", "first moment of the density", measured)
                .against(Relation.EQUAL, mean,
                        "trace over order; the interval of the probes at " + 100 * CERTAIN + " %"),
                measured.meets(mean));
    }

    private Finding lanczos(FullSpectrum.Found full) {
        double worst = 0;
        double[] high = answer.ends().highest();
        for (int i = 0; i < high.length; i++) {
            worst = Math.max(worst, Math.abs(high[i] - full.values()[answer.order() - 1 - i]));
        }
        double[] low = answer.ends().lowest();
        for (int i = 0; i < low.length; i++) {
            worst = Math.max(worst, Math.abs(low[i] - full.values()[i]));
        }
        // Values closer than twice the tolerance are not told apart, so that their order is open by as much.
        double bound = 2 * SpectrumComputation.ENDS_TOLERANCE * answer.norm() + full.bound();
        return check(Finding.of("lanczos-dense", "largest error of Lanczos at the ends", worst)
                .against(Relation.AT_MOST, bound, "twice the residuals that were asked for"), worst <= bound);
    }

    /** Numbers by name. */
    Map<String, Object> measurements() {
        var result = new LinkedHashMap<String, Object>();
        result.put("order", answer.order());
        result.put("loss", answer.loss());
        result.put("gradientNorm", answer.gradientNorm());
        result.put("largest", answer.largest().value());
        result.put("smallest", answer.smallest().value());
        answer.trace().ifPresent(trace -> result.put("trace", trace.value()));
        answer.frobenius().ifPresent(size -> result.put("frobenius", size.value()));
        answer.logDeterminant().ifPresent(value -> result.put("logDeterminant", value.value()));
        result.put("outliers", answer.outliers().count());
        result.put("allEigenvalues", answer.full().isPresent());
        result.put("converged", answer.full().isPresent() || answer.ends().converged());
        result.put("gradients", answer.ledger().gradients());
        result.put("samples", answer.risk().samples());
        return result;
    }
}
