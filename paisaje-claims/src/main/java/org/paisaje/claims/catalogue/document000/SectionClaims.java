package org.paisaje.claims.catalogue.document000;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.landscape.slice.LossGrid;
import org.paisaje.theory.landscape.slice.ParameterSlice;
import org.paisaje.theory.landscape.slice.SublevelTree;

/** Figure 4: what a section of a function says about its minima, and what it does not. */
final class SectionClaims {
    private static final String PLACE = "section 1.5, figure 4; 002, figure 1.5";
    private static final String SENTENCE = "Se hace evidente de la representación que el problema tiene más de un mínimo";
    private static final String VALLEY = "valley";
    /** The height of the section. */
    private static final double HEIGHT = 3;
    private static final double REACH = 3;
    private static final int DIMENSION = 50;

    private SectionClaims() {}

    static List<Claim> all() {
        return List.of(section(true), section(false), saddle());
    }

    /** One valley of value 0 along y = cos 3x + x/10, or two wells at (-1, 0) and (1, 0). */
    private static DoubleBinaryOperator function(String name) {
        return name.equals(VALLEY)
                ? (x, y) -> Math.pow(y - Math.cos(3 * x) - x / 10, 2)
                : (x, y) -> Math.pow(x * x - 1, 2) + y * y;
    }

    /** Where h' = 0 from above: sin 3x = 1/30 and cos 3x > 0. There the section (3 - h)^2 has its minima. */
    private static double[] closedForm() {
        double[] values = new double[3];
        for (int k = -1; k <= 1; k++) {
            double x = (Math.asin(1 / 30.0) + 2 * Math.PI * k) / 3;
            values[k + 1] = Math.pow(HEIGHT - Math.sqrt(1 - 1 / 900.0) - x / 10, 2);
        }
        return values;
    }

    private static Quantities measured(Setting setting) {
        DoubleBinaryOperator f = function(setting.get(Keys000.FUNCTION));
        int points = setting.get(Keys000.GRID);
        double[] fine = LossGrid.places(-REACH, REACH, 40 * (points - 1) + 1);
        double[] section = new double[fine.length];
        for (int i = 0; i < fine.length; i++) {
            section[i] = f.applyAsDouble(fine[i], HEIGHT);
        }
        List<SublevelTree.Minimum> found = SublevelTree
                .of(new LossGrid(fine, new double[0], new double[][] {section}))
                .minima()
                .stream()
                .filter(minimum -> minimum.inner() && minimum.persistence() > threshold(setting))
                .sorted((a, b) -> Integer.compare(a.column(), b.column()))
                .toList();
        double[] xs = LossGrid.places(-REACH, REACH, points);
        double[] ys = LossGrid.places(-2, 4, points);
        double[][] z = new double[points][points];
        for (int i = 0; i < points; i++) {
            for (int j = 0; j < points; j++) {
                z[i][j] = f.applyAsDouble(xs[j], ys[i]);
            }
        }
        long minima = SublevelTree.of(new LossGrid(xs, ys, z)).above(threshold(setting));
        return Quantities.of("of the section", found.size())
                .and("of the function", minima)
                .and("values", found.stream().mapToDouble(SublevelTree.Minimum::birth).toArray());
    }

    /** On the grid the valley has dips: beside it f is at most the square of 4 steps, since |h'| < 3.2. */
    private static double threshold(Setting setting) {
        double step = 2 * REACH / (setting.get(Keys000.GRID) - 1);
        return 16 * step * step;
    }

    private static Claim section(boolean printed) {
        ClaimBuilder claim = ClaimBuilder.of("000.figure4." + (printed ? "printed" : "corrected"),
                Document000.source(PLACE))
                .statement(
                        printed
                                ? "A section with several minima makes evident that the loss has several"
                                : "A section may have several minima of a function that has one",
                        (printed
                                ? "The text infers from a two-dimensional section of a risk that the risk has several minima. Here the "
                                        + "inference is put to a function that is known: "
                                : "Minima of a section need not be minima: ")
                                + "f(x, y) = (y - cos 3x - x/10)^2 is 0 along one curve, its only minimum, and its section y = 3 "
                                + "has three minima of different height.",
                        "f(x,y)=(y-\\cos 3x-x/10)^2,\\quad f(\\cdot,3)")
                .quoted(SENTENCE, "section 1.5")
                .measured(
                        "The minima of the section and of the function on a grid, by the merge tree of their sublevel sets; those "
                                + "that persist for less than the square of four steps of the grid are of the grid. "
                                + (printed
                                        ? "If the inference held, the function would have more than one."
                                        : "The section must have three, of the values in closed form, the function one."))
                .standard(size -> Setting.of(Keys000.FUNCTION.is(VALLEY),
                        Keys000.GRID.is(size == Size.SMOKE ? 201 : size == Size.FULL ? 1201 : 601)))
                .control(setting -> setting.with(Keys000.FUNCTION, "two wells")
                        .noted("(x^2 - 1)^2 + y^2, which has as many minima as its section"))
                .predict(setting -> printed
                        ? Quantities.of("of the function", 2)
                        : Quantities.of("of the function", 1).and("of the section", 3).and("values", closedForm()))
                .measure((setting, replicate, seed) -> measured(setting))
                .judge((setting, predicted, all) -> {
                    Quantities found = all.getFirst();
                    var lines = new ArrayList<Comparison>();
                    if (printed) {
                        lines.add(Comparison.atLeast("minima of the section", 2,
                                Estimate.exact(found.scalar("of the section")), "counted").asSanity());
                        lines.add(Comparison.atLeast("minima of the function", 2,
                                Estimate.exact(found.scalar("of the function")), "counted"));
                        return Judgement.all(lines);
                    }
                    lines.add(
                            Comparison.equal("minima of the section", 3, found.scalar("of the section"),
                                    Tolerance.none("counted")));
                    lines.add(Comparison.equal("minima of the function", 1, found.scalar("of the function"),
                            Tolerance.none("counted")));
                    double step = 2 * REACH / (40.0 * (setting.get(Keys000.GRID) - 1));
                    double[] values = found.list("values");
                    for (int k = 0; k < Math.min(3, values.length); k++) {
                        // |(3 - h)^2''| = |2 h'^2 - 2 (3 - h) h''| < 2 (3.1^2 + 4.3 * 9)
                        lines.add(Comparison.equal("value of minimum " + (k + 1), predicted.list("values")[k],
                                values[k], Tolerance.of(97 * step * step / 8,
                                        "largest second derivative times an eighth of the squared step")));
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, all) -> List.of(figure(setting, predicted)));
        return printed
                ? claim.mistake(
                        "A section cannot show minima of the whole function: f decreases from each of the three to 0 "
                                + "along y. Nor does a section with one minimum say that there is one (000.figure4.saddle). Only the "
                                + "inference is refuted: that the risk of a network has more than one minimum is true all the same, as the neurons "
                                + "of every one can be permuted.")
                        .refuted()
                        .build()
                : claim.build();
    }

    private static Figure figure(Setting setting, Quantities predicted) {
        DoubleBinaryOperator f = function(setting.get(Keys000.FUNCTION));
        double[] xs = LossGrid.places(-REACH, REACH, 401);
        double[] section = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            section[i] = f.applyAsDouble(xs[i], HEIGHT);
        }
        var series = new ArrayList<Series>();
        series.add(new Series.Line("the section y = 3", Role.MEASURED, xs, section));
        if (predicted.has("values")) {
            double[] places = new double[3];
            for (int k = -1; k <= 1; k++) {
                places[k + 1] = (Math.asin(1 / 30.0) + 2 * Math.PI * k) / 3;
            }
            series.add(new Series.Marks("its minima in closed form", Role.THEORY, places, predicted.list("values"),
                    Series.Mark.CIRCLE));
        }
        return new Figure.Chart("section", "A section of a function with one minimum",
                "The function is 0 along one curve, which the section does not meet.", Axis.linear("x"),
                Axis.linear("f(x, 3)"), series);
    }

    private static Claim saddle() {
        double[] negative = {1, 5, 25};
        return ClaimBuilder.of("000.figure4.saddle", Document000.source(PLACE))
                .statement("Around a saddle with few ways down nearly every plane shows a minimum",
                        "A plane in random directions through a saddle of a quadratic function of 50 variables with 1 or 5 ways down "
                                + "looks like a minimum practically always, with 25 in 14 of 100 cases: a section does not show a "
                                + "minimum.",
                        "P(U^{\\mathsf T}DU\\succ 0),\\quad D=\\operatorname{diag}(\\pm 1),\\ U\\in\\mathbb R^{50\\times 2}")
                .quoted("From top-left to bottom-right, we zoom into the global minimum of the landscape.",
                        "002, figure 1.5")
                .measured(
                        "The share of planes spanned by two Gaussian directions on which the function has a minimum at the saddle, "
                                + "by its values at three points of the plane. Predicted: with m ways up and q down the 2 x 2 form is a "
                                + "difference of Wishart matrices, so the share is that of roots of a beta matrix below 1/2, a double "
                                + "integral; for q = 1 it is 1 - 2^((1 - m)/2).")
                .standard(size -> Setting.of(Keys000.PLANES.is("random"),
                        Keys000.DRAWS.is(size == Size.SMOKE ? 4_000 : size == Size.FULL ? 400_000 : 40_000)))
                .control(setting -> setting.with(Keys000.PLANES, "steepest")
                        .noted("planes along an eigenvector of the largest and one of the least eigenvalue"))
                .predict(setting -> {
                    double[] shares = new double[negative.length];
                    for (int k = 0; k < shares.length; k++) {
                        shares[k] = shown((int) negative[k]);
                    }
                    return Quantities.of("share", shares);
                })
                .measure((setting, replicate, seed) -> {
                    double[] counts = new double[negative.length];
                    boolean random = setting.get(Keys000.PLANES).equals("random");
                    for (int k = 0; k < counts.length; k++) {
                        for (int draw = 0; draw < setting.get(Keys000.DRAWS); draw++) {
                            counts[k] += looksLikeMinimum((int) negative[k], random, seed.at(k).at(draw)) ? 1 : 0;
                        }
                    }
                    return Quantities.of("minima", counts);
                })
                .judge((setting, predicted, all) -> {
                    int draws = setting.get(Keys000.DRAWS);
                    var lines = new ArrayList<Comparison>();
                    String origin = "Wilson's interval, " + Level.words(3);
                    for (int k = 0; k < negative.length; k++) {
                        Estimate share = Shares.wilson((long) all.getFirst().list("minima")[k], draws, 3);
                        double expected = predicted.list("share")[k];
                        // 1/4 would be the share of two curvatures of random sign that know nothing of each other.
                        lines.add(Comparison.told("share of planes that show a minimum, " + (int) negative[k]
                                + " of 50 ways down", expected, share, origin, 0.25, k < 2 ? 0.98 : 0.1));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** The function is the sum of squares but for the first q, which are subtracted. */
    private static boolean looksLikeMinimum(int q, boolean random, Seed seed) {
        double[] first = new double[DIMENSION];
        double[] second = new double[DIMENSION];
        first[0] = 1;
        second[DIMENSION - 1] = 1;
        if (random) {
            double[] drawn = seed.gaussians(2 * DIMENSION);
            System.arraycopy(drawn, 0, first, 0, DIMENSION);
            System.arraycopy(drawn, DIMENSION, second, 0, DIMENSION);
        }
        var plane = new ParameterSlice(new double[DIMENSION], List.of(first, second));
        double a = value(plane.at(1, 0), q);
        double c = value(plane.at(0, 1), q);
        double b = (value(plane.at(1, 1), q) - a - c) / 2;
        return a > 0 && a * c > b * b;
    }

    private static double value(double[] theta, int q) {
        double sum = 0;
        for (int i = 0; i < theta.length; i++) {
            sum += (i < q ? -1 : 1) * theta[i] * theta[i];
        }
        return sum;
    }

    /**
     * P(W_+ > W_-) for Wishart matrices of order 2: both roots of W_- (W_+ + W_-)^-1 below 1/2. Their joint density is
     * (xy)^((q-3)/2) ((1-x)(1-y))^((m-3)/2) |x - y| (Muirhead 1982, theorem 3.3.4); of rank one it is an F law.
     */
    private static double shown(int q) {
        int m = DIMENSION - q;
        return q == 1 ? 1 - Math.pow(2, (1 - m) / 2.0) : roots(q, m, 0.5) / roots(q, m, 1);
    }

    private static double roots(int q, int m, double below) {
        GaussIntegratorFactory rules = new GaussIntegratorFactory();
        // Polynomials of degree below 2 * 40 - 1, so that the rule is exact.
        GaussIntegrator outer = rules.legendre(40, 0, below);
        return outer.integrate(x -> weight(x, q, m)
                * rules.legendre(40, 0, x).integrate(y -> weight(y, q, m) * (x - y)));
    }

    private static double weight(double x, int q, int m) {
        return Math.pow(x, (q - 3) / 2.0) * Math.pow(1 - x, (m - 3) / 2.0);
    }
}
