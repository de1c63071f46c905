package org.paisaje.claims.catalogue.document004.approximation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.approximation.Construction;
import org.paisaje.theory.approximation.Interpolants;

/** Theorems 6.1.1 and 6.1.2: how many units of one hidden layer an error takes. */
final class UniversalClaims {
    private static final DoubleUnaryOperator WAVE = x -> Math.sin(2 * Math.PI * x);

    private UniversalClaims() {}

    static List<Claim> all() {
        return List.of(
                ladder("004.thm.6.1.1", "A staircase of sigmoids comes to a wave like 1/N",
                        "N sigmoids of one hidden layer are within 3 pi / (2 N) of sin 2 pi x on [0, 1].",
                        "\\sup|f-f_N|\\le\\tfrac{3\\pi}{2N}+4e^{-50}", Interpolants::staircase, -1,
                        n -> 1.5 * Math.PI / n + 4 * Math.exp(-50)),
                ladder("004.thm.6.1.1.relu", "N ReLUs come to a wave like 1/N^2",
                        "The interpolant of sin 2 pi x at N + 1 points, one hidden layer of N ReLUs, is within pi^2 / (2 N^2).",
                        "\\sup|f-f_N|\\le\\tfrac{\\pi^2}{2N^2}", Interpolants::shallow, -2,
                        n -> Math.PI * Math.PI / (2 * n * n)),
                splines());
    }

    private static Claim ladder(String id, String title, String plain, String formula,
            BiFunction<DoubleUnaryOperator, Integer, Construction> net, double exponent, DoubleUnaryOperator bound) {
        return ClaimBuilder.of(id, new Source("004", "section 6.1, theorem 6.1.1"))
                .statement(title, plain, formula)
                .quoted("For any $\\epsilon > 0$, and any $f \\in C^0([0,1]^d)$ there exists $N_1 \\in \\mathbb{N}$",
                        "theorem 6.1.1")
                .mistake("The conclusion has no right-hand side; \"at most epsilon\" is missing.")
                .mistake(
                        "Nonconstant, bounded and continuous is Hornik's condition (1991); Cybenko's is sigmoidal. ReLU is neither, and does it "
                                + "better.")
                .measured(
                        "The largest error on a fine grid for several N, against the bound, and the exponent of its decay between the two largest.")
                .standard(size -> Setting.of(
                        ApproximationKeys.CELLS.is(size == Size.SMOKE
                                ? new double[] {8, 32, 128}
                                : new double[] {8, 16, 32, 64, 128, 256, 512}),
                        ApproximationKeys.FREQUENCY.is(1), ApproximationKeys.POINTS.is(20_001)))
                .control(setting -> setting.with(ApproximationKeys.FREQUENCY, 3)
                        .noted("three waves where the bound is for one"))
                .predict(setting -> {
                    double[] cells = setting.get(ApproximationKeys.CELLS);
                    double[] bounds = new double[cells.length];
                    for (int k = 0; k < cells.length; k++) {
                        bounds[k] = bound.applyAsDouble(cells[k]);
                    }
                    return Quantities.of("bound", bounds).and("exponent", exponent);
                })
                .measure((setting, replicate, seed) -> {
                    int m = setting.get(ApproximationKeys.FREQUENCY);
                    DoubleUnaryOperator f = x -> WAVE.applyAsDouble(m * x);
                    double[] cells = setting.get(ApproximationKeys.CELLS);
                    double[] errors = new double[cells.length];
                    for (int k = 0; k < cells.length; k++) {
                        errors[k] = net.apply(f, (int) cells[k]).error(f, setting.get(ApproximationKeys.POINTS));
                    }
                    return Quantities.of("errors", errors);
                })
                .judge((setting, predicted, measured) -> {
                    double[] cells = setting.get(ApproximationKeys.CELLS);
                    double[] errors = measured.getFirst().list("errors");
                    // N units with weights of order N.
                    double last = cells[cells.length - 1];
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < cells.length; k++) {
                        lines.add(Comparison.atMost("largest error with N = " + (long) cells[k],
                                predicted.list("bound")[k], Estimate.exact(errors[k]), "the bound"));
                    }
                    lines.add(Comparison.told("exponent of the error in N", predicted.scalar("exponent"),
                            Exponents.local(cells, errors, Rounding.of(8 * last).on(last).bound()),
                            "between the two largest N, the change from the pair before, and rounding",
                            exponent - 1, exponent + 1));
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(new Figure.Chart("error",
                        "The error by the number of units",
                        "The largest error on [0, 1] against the bound.", Axis.log("hidden units N", "units"),
                        Axis.log("largest error"),
                        List.of(new Series.Line("bound", Role.THEORY, setting.get(ApproximationKeys.CELLS),
                                predicted.list("bound")),
                                new Series.Points("network", Role.MEASURED, setting.get(ApproximationKeys.CELLS),
                                        measured.getFirst().list("errors"))))))
                .build();
    }

    private static Claim splines() {
        return ClaimBuilder.of("004.thm.6.1.2", new Source("004", "section 6.1, theorem 6.1.2"))
                .statement("The rate N^(-k/d) for functions with k derivatives is that of splines",
                        "What is measured of the theorem is its rate, not that networks have it: splines of order k, constant for k = 1 and linear for k = 2, "
                                + "that interpolate a function of d variables at N points, have an error of order N^(-k/d): an error of epsilon takes "
                                + "epsilon^(-d/k) numbers, more by far in high dimension.",
                        "N=\\mathcal O(\\epsilon^{-d/k})")
                .quoted("$$N_1 = \\mathcal{O}\\left(\\epsilon^{-d/k}\\right)$$", "theorem 6.1.2")
                .mistake(
                        "The theorem ends without saying what the coefficients do. Its introduction has d >= 1, the theorem d > 1.")
                .measured(
                        "Splines, with explicit coefficients, and no network. d = 1, 2 and k = 1, 2 for sin(3 x + 1) and sin(3 x + 1) cos(2 y): the exponent of the "
                                + "largest error in N.")
                .mistake(
                        "That smooth networks attain the rate is what the theorem says; the text cites [45] for it (from memory it goes back to Mhaskar, 1996), and "
                                + "it is not checked here.")
                .standard(size -> Setting.of(ApproximationKeys.CELLS.is(size == Size.SMOKE
                        ? new double[] {8, 16, 32}
                        : new double[] {8, 16, 32, 64, 128}), ApproximationKeys.ROUGHNESS.is(1.0)))
                .control(setting -> setting.with(ApproximationKeys.ROUGHNESS, 0.3)
                        .noted("|x - 1/3|^0.3 is added, so that the function is not differentiable"))
                .predict(setting -> Quantities.of("exponents", new double[] {-1, -2, -0.5, -1}))
                .measure((setting, replicate, seed) -> {
                    double[] cells = setting.get(ApproximationKeys.CELLS);
                    double rough = setting.get(ApproximationKeys.ROUGHNESS);
                    Quantities result = Quantities.NONE;
                    for (int d = 1; d <= 2; d++) {
                        for (int k = 1; k <= 2; k++) {
                            double[] errors = new double[cells.length];
                            for (int j = 0; j < cells.length; j++) {
                                errors[j] = splineError((int) cells[j], d, k, rough);
                            }
                            result = result.and("d" + d + "k" + k, errors);
                        }
                    }
                    return result;
                })
                .judge((setting, predicted, measured) -> {
                    double[] cells = setting.get(ApproximationKeys.CELLS);
                    var lines = new ArrayList<Comparison>();
                    int place = 0;
                    for (int d = 1; d <= 2; d++) {
                        for (int k = 1; k <= 2; k++) {
                            double[] numbers = new double[cells.length];
                            for (int j = 0; j < cells.length; j++) {
                                numbers[j] = Math.pow(cells[j], d);
                            }
                            double[] errors = measured.getFirst().list("d" + d + "k" + k);
                            int before = cells.length - 2;
                            // The largest derivative of a sine of 3 x lies up to half a cell from where the grid sees it.
                            double miss = 0.5 * Math.pow(1.5 / cells[before], 2) * errors[before];
                            Estimate slope = Exponents.local(numbers, errors, miss);
                            double exponent = predicted.list("exponents")[place++];
                            lines.add(
                                    Comparison.told("exponent of the error in N, d = " + d + ", k = " + k, exponent,
                                            slope,
                                            "between the two largest N, the change from the pair before, and what half a cell changes",
                                            exponent - 0.5,
                                            exponent + 0.5, exponent / 2));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** The largest error of a constant or linear interpolant on n cells in each direction, on a grid of 8 points in each cell. */
    private static double splineError(int n, int d, int k, double rough) {
        double largest = 0;
        int fine = 8;
        for (int i = 0; i <= n * fine; i++) {
            double x = (double) i / (n * fine);
            for (int j = 0; j <= (d == 1 ? 0 : n * fine); j++) {
                double y = (double) j / (n * fine);
                int a = Math.min(n - 1, i / fine);
                int b = Math.min(n - 1, j / fine);
                double s = x * n - a;
                double t = y * n - b;
                double spline;
                if (k == 1) {
                    spline = target((a + 0.5) / n, (b + 0.5) / n, d, rough);
                } else {
                    double bottom = (1 - s) * corner(a, b, n, d, rough) + s * corner(a + 1, b, n, d, rough);
                    double top = (1 - s) * corner(a, b + 1, n, d, rough) + s * corner(a + 1, b + 1, n, d, rough);
                    spline = (1 - t) * bottom + t * top;
                }
                largest = Math.max(largest, Math.abs(spline - target(x, y, d, rough)));
            }
        }
        return largest;
    }

    private static double corner(int a, int b, int n, int d, double rough) {
        return target((double) a / n, (double) b / n, d, rough);
    }

    private static double target(double x, double y, int d, double rough) {
        double smooth = d == 1 ? Math.sin(3 * x + 1) : Math.sin(3 * x + 1) * Math.cos(2 * y);
        return rough == 1 ? smooth : smooth + Math.pow(Math.abs(x - 1.0 / 3), rough);
    }
}
