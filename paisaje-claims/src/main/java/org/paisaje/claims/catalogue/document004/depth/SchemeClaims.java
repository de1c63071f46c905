package org.paisaje.claims.catalogue.document004.depth;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.ode.VectorField;
import org.paisaje.math.ode.method.DormandPrince;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Integrated;
import org.paisaje.network.architecture.Integrated.Scheme;
import org.paisaje.network.architecture.Residual;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;

/** Residual networks as steps of methods for differential equations, and their orders. */
public final class SchemeClaims {
    static final double[] START = {0.8, -0.5};
    static final double[] MATRIX = {0.4, -1.3, 1.1, 0.2};
    private static final double[] OFFSET = {0.3, -0.2};
    private static final double REFERENCE = 1e-13;
    /** What the errors are unsure of: ten steps of the reference solution, and an ulp of a number near 1 for 1000 blocks. */
    private static final double UNSURE = 10 * REFERENCE + 1000 * Math.ulp(1.0);

    private SchemeClaims() {}

    /** The claims. */
    public static List<Claim> all() {
        return List.of(rungeKutta(), projected(), orders(), grid());
    }

    /** y' = tanh(A y + b), or with the first two as positions y'' = tanh(A y + b). */
    private static double[] solution(boolean second, double time) {
        VectorField field = (t, y, out) -> {
            field(y, out, second ? 2 : 0);
            if (second) {
                out[0] = y[2];
                out[1] = y[3];
            }
        };
        double[] start = second ? new double[] {START[0], START[1], 0, 0} : START.clone();
        return DormandPrince.to(REFERENCE, REFERENCE).run(field, 0, start, time).y();
    }

    /** tanh(A y + b) at the first two entries of y. */
    static void field(double[] y, double[] out, int at) {
        out[at] = Math.tanh(MATRIX[0] * y[0] + MATRIX[1] * y[1] + OFFSET[0]);
        out[at + 1] = Math.tanh(MATRIX[2] * y[0] + MATRIX[3] * y[1] + OFFSET[1]);
    }

    /** Blocks of scheme s, 0 for Euler's method. */
    static Architecture network(int s, int blocks, double step) {
        Residual euler = Residual.of(Activation.TANH, 2, blocks).withStep(step);
        return s == 0 ? euler : new Integrated(euler, Scheme.values()[s - 1]);
    }

    private static double distance(Architecture network, double[] theta, double[] end) {
        double[] y = network.forward(theta, Matrix.of(new double[][] {START})).row(0);
        return Math.hypot(y[0] - end[0], y[1] - end[1]);
    }

    /** The parameters of blocks tanh(A y + b) that are all the same. */
    static double[] same(int blocks) {
        double[] theta = new double[6 * blocks];
        for (int b = 0; b < blocks; b++) {
            System.arraycopy(MATRIX, 0, theta, 6 * b, 4);
            System.arraycopy(OFFSET, 0, theta, 6 * b + 4, 2);
        }
        return theta;
    }

    /** The power of 1/L with which errors fall, see {@link Exponents#local}. */
    static Estimate order(double[] sizes, double[] errors) {
        Estimate exponent = Exponents.local(sizes, errors, UNSURE);
        return new Estimate(-exponent.value(), -exponent.high(), -exponent.low());
    }

    static final String ORIGIN = "by the two finest depths; 1 / (sqrt r - 1) times the change from the pair before, r the ratio of depths; errors to 1e-12";

    private static Claim rungeKutta() {
        return ClaimBuilder.of("004.eq3.22.rk4", DepthKeys.source("equations (1.7) and (3.22)"))
                .statement("Blocks that are Runge-Kutta steps keep to the flow with tenfold fewer layers",
                        "Blocks that are steps of the classical Runge-Kutta method for z' = A z, A the rotation by a right angle, end at the "
                                + "radius |1 + i h - h^2/2 - i h^3/6 + h^4/24|^L with h = T/L: 0.995945 for ten blocks and T = 2 pi, where "
                                + "Euler's method, the residual network, ends at 5.28.",
                        "\\lVert z_L\\rVert=\\Bigl|\\sum_{k=0}^4\\tfrac{(ih)^k}{k!}\\Bigr|^L")
                .quoted(
                        "then the fundental equation of ResNets can be seen as a discretization of this variable h using an euler method.",
                        "section 3")
                .measured(
                        "The outputs of linear networks with scheme=rk4 at (1, 0), against the closed form, to rounding.")
                .standard(size -> Setting.of(DepthKeys.DEPTHS.is(new double[] {10, 50, 100, 1000}),
                        DepthKeys.TIME.is(2 * Math.PI), DepthKeys.STRETCH.is(1.0)))
                .control(setting -> setting.with(DepthKeys.STRETCH, 1.2).noted("steps that are a fifth too long"))
                .predict(setting -> {
                    double[] depths = setting.get(DepthKeys.DEPTHS);
                    double[] radii = new double[depths.length];
                    for (int k = 0; k < depths.length; k++) {
                        double h = setting.get(DepthKeys.TIME) / depths[k];
                        radii[k] = Math.pow(Math.hypot(1 - h * h / 2 + h * h * h * h / 24, h - h * h * h / 6),
                                depths[k]);
                    }
                    return Quantities.of("radius", radii);
                })
                .measure((setting, replicate, seed) -> {
                    double[] depths = setting.get(DepthKeys.DEPTHS);
                    double[] radii = new double[depths.length];
                    for (int k = 0; k < depths.length; k++) {
                        int blocks = (int) depths[k];
                        double[] theta = new double[4 * blocks];
                        for (int b = 0; b < blocks; b++) {
                            theta[4 * b + 1] = -1;
                            theta[4 * b + 2] = 1;
                        }
                        double[] end = new Integrated(Residual.of(Activation.IDENTITY, 2, blocks).withBias(false),
                                Scheme.RK4)
                                .withStep(setting.get(DepthKeys.STRETCH) * setting.get(DepthKeys.TIME) / blocks)
                                .forward(theta, Matrix.of(new double[][] {{1, 0}}))
                                .row(0);
                        radii[k] = Math.hypot(end[0], end[1]);
                    }
                    return Quantities.of("radius", radii);
                })
                .judge((setting, predicted, measured) -> {
                    double[] depths = setting.get(DepthKeys.DEPTHS);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < depths.length; k++) {
                        double radius = predicted.list("radius")[k];
                        // Each block adds some ulps of the radius, more at large steps.
                        lines.add(Comparison.equal("radius behind " + (int) depths[k] + " blocks", radius,
                                measured.getFirst().list("radius")[k], Rounding.of(32 * depths[k]).on(radius)));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    static Setting depths(Size size) {
        return Setting.of(DepthKeys.DEPTHS.is(size == Size.SMOKE
                ? new double[] {25, 50, 100, 200}
                : new double[] {25, 50, 100, 200, 400}), DepthKeys.TIME.is(1.0), DepthKeys.STRETCH.is(1.0));
    }

    private static Claim projected() {
        return ClaimBuilder.of("004.eq5.5.euler", DepthKeys.source("equations (5.5) and (5.6)"))
                .statement("Blocks Y + A2 s(A1 Y + b) are Euler's method, once the step is in A2",
                        "With A2 = (T/L) A2(t) the outputs of L blocks of equation (5.5) tend to the solution of equation (5.6) at T, with an "
                                + "error of the order 1/L.",
                        "Y_{j+1}=Y_j+\\tfrac{T}{L}A_2(t_j)\\,\\sigma(A_1Y_j+b)")
                .quoted("This architecture can be seen as a forward euler discretization of", "section 5")
                .mistake(
                        "The step is missing in equation (5.5): as printed it is 1, and a deeper network goes on for a longer time.")
                .measured(
                        "The distance between the outputs of networks of each depth with block=projected and A2(t) = cos t times a "
                                + "matrix, and the solution by the method of Dormand and Prince to 1e-13; its power in 1/L.")
                .standard(SchemeClaims::depths)
                .control(setting -> setting.with(DepthKeys.STRETCH, 1.05).noted("a step that is 5 % too long"))
                .predict(setting -> Quantities.of("order", 1))
                .measure((setting, replicate, seed) -> {
                    double time = setting.get(DepthKeys.TIME);
                    VectorField field = (t, y, out) -> {
                        double first = Math.tanh(MATRIX[0] * y[0] + MATRIX[1] * y[1] + OFFSET[0]);
                        double second = Math.tanh(MATRIX[2] * y[0] + MATRIX[3] * y[1] + OFFSET[1]);
                        out[0] = Math.cos(t) * (1.2 * first - 0.7 * second);
                        out[1] = Math.cos(t) * (0.5 * first + 0.9 * second);
                    };
                    double[] end = DormandPrince.to(REFERENCE, REFERENCE).run(field, 0, START.clone(), time).y();
                    double[] depths = setting.get(DepthKeys.DEPTHS);
                    double[] errors = new double[depths.length];
                    for (int k = 0; k < depths.length; k++) {
                        int blocks = (int) depths[k];
                        double h = setting.get(DepthKeys.STRETCH) * time / blocks;
                        double[] theta = new double[10 * blocks];
                        for (int b = 0; b < blocks; b++) {
                            System.arraycopy(MATRIX, 0, theta, 10 * b, 4);
                            System.arraycopy(OFFSET, 0, theta, 10 * b + 4, 2);
                            double scale = h * Math.cos(b * time / blocks);
                            System.arraycopy(new double[] {1.2 * scale, -0.7 * scale, 0.5 * scale, 0.9 * scale}, 0,
                                    theta,
                                    10 * b + 6, 4);
                        }
                        errors[k] = distance(
                                Residual.of(Activation.TANH, 2, blocks).withBlock(Residual.Block.PROJECTED),
                                theta, end);
                    }
                    return Quantities.of("errors", errors);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.told("power of 1/L of the error",
                        predicted.scalar("order"),
                        order(setting.get(DepthKeys.DEPTHS), measured.getFirst().list("errors")),
                        ORIGIN, 0, 2)))
                .build();
    }

    private static Claim orders() {
        return ClaimBuilder.of("004.eq7.9.orders", DepthKeys.source("chapter 5 and equations (7.8) and (7.9)"))
                .statement("Architectures of higher order have the errors of higher order",
                        "Residual networks have an error of the order 1/L against y' = f(y); blocks by the midpoint rule and central differences "
                                + "(leapfrog) one of the order 1/L^2, those of Runge and Kutta 1/L^4; second differences have 1/L^2 against "
                                + "y'' = f(y).",
                        "\\lVert y_L-y(T)\\rVert=O(\\Delta l^p),\\ p=1,2,2,2,4")
                .quoted("higher order architectures can be constructed by doing central differencing approximations of "
                        + "$\\mathcal{C}^1$ coordinate transformations, which would give an error of $\\mathcal{O}(\\Delta l^2)$",
                        "section 7.3")
                .mistake(
                        "Smoothness of the transformation and the order of the error are two things; equation (7.9) has a misplaced bracket "
                                + "and approximates another equation, y'' = f(y), than (7.8).")
                .measured(
                        "The distance between the outputs of networks of each scheme and depth with f(y) = tanh(A y + b) in every block "
                                + "(a fifth of the depths for Runge and Kutta, whose error would drown in rounding), and the solution by the method of Dormand and Prince to 1e-13; its power in 1/L.")
                .standard(SchemeClaims::depths)
                .control(setting -> setting.with(DepthKeys.STRETCH, 1.01).noted("steps that are 1 % too long"))
                .predict(setting -> Quantities.of("orders", new double[] {1, 2, 2, 2, 4}))
                .measure((setting, replicate, seed) -> {
                    double time = setting.get(DepthKeys.TIME);
                    double[] first = solution(false, time);
                    double[] second = solution(true, time);
                    double[] depths = setting.get(DepthKeys.DEPTHS);
                    Quantities result = Quantities.NONE;
                    for (int s = 0; s <= Scheme.values().length; s++) {
                        double[] errors = new double[depths.length];
                        for (int k = 0; k < depths.length; k++) {
                            int blocks = Math.max(1, (int) depths[k] / coarser(s));
                            Architecture network = network(s, blocks, setting.get(DepthKeys.STRETCH) * time / blocks);
                            boolean ofSecond = s > 0 && Scheme.values()[s - 1] == Scheme.SECOND_DIFFERENCE;
                            errors[k] = distance(network, same(blocks), ofSecond ? second : first);
                        }
                        result = result.and(name(s), errors);
                    }
                    return result;
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int s = 0; s <= Scheme.values().length; s++) {
                        double p = predicted.list("orders")[s];
                        lines.add(Comparison.told("power of 1/L, " + name(s), p,
                                order(setting.get(DepthKeys.DEPTHS), measured.getFirst().list(name(s))), ORIGIN, p - 1,
                                p + 1));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** A fifth of the depths for a method whose error would drown in rounding. */
    private static int coarser(int s) {
        return order(s) > 2 ? 5 : 1;
    }

    /** The order of scheme s, 0 for Euler's method. */
    static int order(int s) {
        return s == 0 ? 1 : Scheme.values()[s - 1].order();
    }

    static String name(int s) {
        return s == 0 ? "euler" : Scheme.values()[s - 1].text();
    }

    private static Claim grid() {
        return ClaimBuilder.of("004.7.3.grid", DepthKeys.source("section 7.3"))
                .statement("Uneven grids converge when their largest step does",
                        "With blocks of steps h_n that differ, the outputs tend to the solution when the largest step tends to 0, with an error of "
                                + "its order.",
                        "\\max_n\\Delta l(n)\\to0\\ \\Rightarrow\\ y_L\\to y(T)")
                .quoted("The more general case in which $\\Delta l = \\Delta l(n)$ with n the index of the layer can be trivially "
                        + "implemented, and the problem would be well-defined if $\\max \\Delta l(n) \\to 0$.",
                        "section 7.3")
                .measured(
                        "Networks with block=projected, whose second matrix holds the step, on grids with points at T (n/L)^2: the power of "
                                + "the largest step in the distance to the solution of y' = tanh(A y + b).")
                .standard(size -> Setting.of(DepthKeys.DEPTHS.is(depths(size).get(DepthKeys.DEPTHS)),
                        DepthKeys.TIME.is(1.0), DepthKeys.FIRST.is(0.0)))
                .control(setting -> setting.with(DepthKeys.FIRST, 0.3)
                        .noted("a first step that takes 0.3 of the time however many others there are"))
                .predict(setting -> Quantities.of("order", 1))
                .measure((setting, replicate, seed) -> {
                    double time = setting.get(DepthKeys.TIME);
                    double[] end = solution(false, time);
                    double[] depths = setting.get(DepthKeys.DEPTHS);
                    double[] errors = new double[depths.length];
                    for (int k = 0; k < depths.length; k++) {
                        int blocks = (int) depths[k];
                        double first = setting.get(DepthKeys.FIRST) * time;
                        double[] theta = new double[10 * blocks];
                        double at = 0;
                        for (int b = 0; b < blocks; b++) {
                            double share = (b + 1.0) / blocks;
                            double next = first == 0
                                    ? time * share * share
                                    : first + (time - first) * b / Math.max(1, blocks - 1);
                            System.arraycopy(MATRIX, 0, theta, 10 * b, 4);
                            System.arraycopy(OFFSET, 0, theta, 10 * b + 4, 2);
                            theta[10 * b + 6] = next - at;
                            theta[10 * b + 9] = next - at;
                            at = next;
                        }
                        errors[k] = distance(
                                Residual.of(Activation.TANH, 2, blocks).withBlock(Residual.Block.PROJECTED),
                                theta, end);
                    }
                    return Quantities.of("errors", errors);
                })
                .judge((setting, predicted,
                        measured) -> Judgement.all(Comparison.told("power of the largest step in the error",
                                predicted.scalar("order"),
                                order(setting.get(DepthKeys.DEPTHS), measured.getFirst().list("errors")),
                                ORIGIN, 0, 2)))
                .build();
    }
}
