package org.paisaje.claims.catalogue.document000;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.math.stats.LineFit;
import org.paisaje.math.stats.Moments;
import org.paisaje.network.Linearization;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/** Equation (5.5) of the slides: the second moments of the second derivatives of the network at the start. */
final class SecondDerivativeClaims {
    /** Six moments at five widths, and three exponents. */
    private static final int COMPARISONS = 33;

    private SecondDerivativeClaims() {}

    static List<Claim> all() {
        return List.of(zeros(), moments(), printed(), relu());
    }

    private static Source source() {
        return new Source("002", "section 5, eq. (5.5)");
    }

    /** The size of (x, 1) for the point of these claims. */
    private static double size() {
        return Math.hypot(SecondDerivatives.POINT, 1);
    }

    private static Claim zeros() {
        return ClaimBuilder.of("002.eq5.5.zeros", source())
                .statement(
                        "Outer and outer parameters, and those of different neurons, do not mix",
                        "The second derivative of the network in two outer parameters is 0, and so is that in parameters of two "
                                + "different neurons, for every theta: the factor delta_ij of all three lines.",
                        "\\partial^2\\Phi/\\partial\\theta^{(2)}_i\\partial\\theta^{(2)}_j=0,\\quad "
                                + "\\partial^2\\Phi/\\partial\\theta^{(2)}_i\\partial\\theta^{(1)}_j=0\\ (i\\ne j)")
                .measured(
                        "All columns of the Hessian of random networks with n = 6, by forward-over-backward passes: the largest "
                                + "entry that should be 0, exactly.")
                .mistake("That different neurons do not mix is so only because the network has two layers.")
                .standard(size -> Setting.of(Keys000.LAYERS.is(1), Keys000.DRAWS.is(5)))
                .control(setting -> setting.with(Keys000.LAYERS, 2).noted("two hidden layers"))
                .predict(setting -> Quantities.of("largest", 0))
                .measure((setting, replicate, seed) -> {
                    int n = 6;
                    double largest = 0;
                    for (int t = 0; t < setting.get(Keys000.DRAWS); t++) {
                        ShallowNet net = setting.get(Keys000.LAYERS) == 1
                                ? ShallowNet.of(Activation.TANH, 1, n)
                                : new ShallowNet(Mlp.of(Activation.TANH, 2, n, n, 1).withBias(false));
                        int p = net.network().layout().size();
                        Linearization at = SecondDerivatives.at(net, seed.at(t).gaussians(p), 1);
                        for (int q = 0; q < p; q++) {
                            double[] unit = new double[p];
                            unit[q] = 1;
                            double[] column = SecondDerivatives.hessian(at, unit);
                            for (int r = 0; r < p; r++) {
                                boolean outer = q >= p - n && r >= p - n;
                                largest = outer || neuron(q, n, p) != neuron(r, n, p)
                                        ? Math.max(largest, Math.abs(column[r]))
                                        : largest;
                            }
                        }
                    }
                    return Quantities.of("largest", largest);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "largest entry that should be 0", 0, measured.getFirst().scalar("largest"),
                        Tolerance.none("exact"))))
                .build();
    }

    /** The first-layer neuron of a first-layer parameter, else the one that an outer parameter multiplies. */
    private static int neuron(int index, int n, int p) {
        return index < 2 * n ? index / 2 : index >= p - n ? index - (p - n) : -1;
    }

    /** E[g(z)] for z ~ N(0, s^2), by the trapezoidal rule on 16 standard deviations, exact to rounding for smooth g. */
    private static double expectation(DoubleUnaryOperator g, double s) {
        int points = 20_000;
        double sum = 0;
        for (int i = -points; i <= points; i++) {
            double z = 8.0 * i / points;
            sum += g.applyAsDouble(s * z) * Math.exp(-0.5 * z * z);
        }
        return sum * 8.0 / points / Math.sqrt(2 * Math.PI);
    }

    private static Quantities exact(Setting setting) {
        Quantities result = Quantities.NONE;
        double[] widths = setting.get(Keys000.WIDTHS);
        for (String name : SecondDerivatives.SMOOTH) {
            Activation s = Activation.parse(name);
            double[] mixed = new double[widths.length];
            double[] inner = new double[widths.length];
            for (int w = 0; w < widths.length; w++) {
                double deviation = size() * (setting.get(Keys000.PRINTED) ? 1 / Math.sqrt(widths[w]) : 1);
                mixed[w] = SecondDerivatives.POINT * SecondDerivatives.POINT
                        * expectation(z -> s.first(z) * s.first(z), deviation);
                inner[w] = Math.pow(SecondDerivatives.POINT, 4) / widths[w]
                        * expectation(z -> s.second(z) * s.second(z), deviation);
            }
            result = result.and(name + ", mixed", mixed).and(name + ", inner", inner);
        }
        return result;
    }

    private static Setting momentSetting(Size size, boolean printed) {
        return Setting.of(Keys000.D.is(1), Keys000.PRINTED.is(printed), Keys000.OUTER.is("1/n"),
                Keys000.WIDTHS.is(new double[] {16, 64, 256, 1024, 4096}),
                Keys000.NEURONS.is(size == Size.SMOKE ? 6_000 : 100_000));
    }

    private static Claim moments() {
        return ClaimBuilder.of("002.eq5.5.moments", source())
                .statement(
                        "Second derivatives of smooth networks have the moments of Gaussian integrals",
                        "With inner parameters N(0, 1) and outer ones N(0, 1/n) the second moment of the second derivative in an "
                                + "outer and an inner parameter of a neuron is E[s'(z)^2] x_k^2, and that in two inner ones "
                                + "E[s''(z)^2] x_k^2 x_l^2 / n, with z normal of variance |(x, 1)|^2.",
                        "E\\big[(\\partial_{\\theta^{(2)}_i}\\partial_{(\\theta^{(1)}_j)_k}\\Phi)^2\\big]\\lesssim\\delta_{ij},\\quad "
                                + "E\\big[(\\partial_{(\\theta^{(1)}_i)_k}\\partial_{(\\theta^{(1)}_j)_l}\\Phi)^2\\big]"
                                + "\\lesssim\\delta_{ij}/n")
                .measured(
                        "Softplus, tanh and SiLU at x = -1.2, n = 16 to 4096: means over neurons of products with the Hessian of "
                                + "the network, within as many standard errors of the integrals as a level of 0.9995 for all 33 comparisons "
                                + "allows, 4.3, and the exponent in n of the inner moment -1, told from -1/2 and -2 by its normal interval.")
                .seconds(8)
                .standard(size -> momentSetting(size, false))
                .control(setting -> setting.with(Keys000.OUTER, "1").noted("outer parameters N(0, 1)"))
                .predict(SecondDerivativeClaims::exact)
                .measure(SecondDerivatives::measure)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    Quantities m = measured.getFirst();
                    for (String name : SecondDerivatives.SMOOTH) {
                        lines.add(Comparison.told("exponent of the inner moment, " + name, -1,
                                slope(setting, m, name + ", inner", COMPARISONS),
                                "normal interval, " + Level.words(COMPARISONS), -0.5, -2));
                    }
                    for (String name : SecondDerivatives.SMOOTH) {
                        for (String kind : List.of(", mixed", ", inner")) {
                            double worst = 0;
                            for (int w = 0; w < setting.get(Keys000.WIDTHS).length; w++) {
                                worst = Math.max(worst,
                                        Math.abs(m.list(name + kind)[w] - predicted.list(name + kind)[w])
                                                / m.list(name + kind + ", error")[w]);
                            }
                            lines.add(Comparison.atMost("largest deviation in standard errors, " + name + kind,
                                    Level.deviations(COMPARISONS), Estimate.exact(worst),
                                    "normal, " + Level.words(COMPARISONS)));
                        }
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(figure(setting, predicted, measured.getFirst())))
                .build();
    }

    /** The exponent in n of means with their standard errors, at the level of one among so many comparisons. */
    private static Estimate slope(Setting setting, Quantities measured, String name, int comparisons) {
        double[] widths = setting.get(Keys000.WIDTHS);
        double[] means = measured.list(name);
        double[] errors = measured.list(name + ", error");
        double centre = 0;
        double spread = 0;
        for (double width : widths) {
            centre += Math.log(width) / widths.length;
        }
        for (double width : widths) {
            spread += (Math.log(width) - centre) * (Math.log(width) - centre);
        }
        double variance = 0;
        for (int w = 0; w < widths.length; w++) {
            double share = (Math.log(widths[w]) - centre) / spread * errors[w] / means[w];
            variance += share * share;
        }
        return Estimate.within(
                LineFit.logLog(widths, means).slope(), Level.deviations(comparisons) * Math.sqrt(variance));
    }

    private static Figure figure(Setting setting, Quantities predicted, Quantities measured) {
        double[] widths = setting.get(Keys000.WIDTHS);
        List<Series> series = new ArrayList<>();
        for (String name : SecondDerivatives.SMOOTH) {
            series.add(new Series.Points(name, Role.MEASURED, widths, measured.list(name + ", inner")));
        }
        for (String name : SecondDerivatives.SMOOTH) {
            series.add(new Series.Line("", Role.THEORY, widths, predicted.list(name + ", inner")));
        }
        return new Figure.Chart("moments", "The second moment in two inner parameters",
                "Points: means over neurons; lines: the integrals over the normal law.",
                Axis.log("width n", "neurons"), Axis.log("second moment"), series);
    }

    private static Claim printed() {
        return ClaimBuilder.of("002.eq5.5.printed", source())
                .statement(
                        "With N(0, 1/n) throughout the bounds of eq. (5.5) hold for smooth networks",
                        "With all parameters N(0, 1/n) the second moments are at most of the orders stated; where s''(0) = 0 the "
                                + "inner one is smaller still, of order n^-2.",
                        "E[(\\ldots)^2]\\lesssim\\delta_{ij}/n")
                .quoted(
                        "$\\mathbb E\\left[\\left(\\frac{\\partial^2\\Phi(x,\\Theta)}{\\partial\\theta_i^{(2)}\\partial"
                                + "(\\theta_j^{(1)})_k}\\right)^2\\right]\\lesssim\\delta_{i,j}$",
                        "section 5, eq. (5.5)")
                .quoted(
                        "$\\mathbb E\\left[\\left(\\frac{\\partial^2\\Phi(x,\\Theta)}{\\partial(\\theta_i^{(1)})_k\\partial"
                                + "(\\theta_j^{(1)})_\\ell}\\right)^2\\right]\\lesssim\\frac{\\delta_{i,j}}n$",
                        "section 5, eq. (5.5)")
                .measured(
                        "Softplus, tanh and SiLU at x = -1.2, n = 16 to 4096: the exponents in n of the integrals over the normal law "
                                + "come to 0 for the mixed moment and to -1, for tanh to -2, for the inner one; and those of means over "
                                + "neurons hold what the integrals have at these widths and exclude an order more. (Another program: -.985, "
                                + "-1.83, -.973.)")
                .seconds(8)
                .standard(size -> momentSetting(size, true))
                .control(setting -> setting.with(Keys000.OUTER, "1").noted("outer parameters N(0, 1)"))
                .predict(SecondDerivativeClaims::exact)
                .measure(SecondDerivatives::measure)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] widths = setting.get(Keys000.WIDTHS);
                    for (String name : SecondDerivatives.SMOOTH) {
                        for (String kind : List.of("mixed", "inner")) {
                            double[] integrals = predicted.list(name + ", " + kind);
                            double limit = kind.equals("mixed") ? 0 : name.equals("tanh") ? -2 : -1;
                            lines.add(Comparison.told("exponent of the integral, " + kind + ", " + name, limit,
                                    Exponents.local(widths, integrals, 0), "change between pairs of widths",
                                    limit + 1));
                            double there = LineFit.logLog(widths, integrals).slope();
                            lines.add(Comparison.told("exponent of the " + kind + " moment, " + name, there,
                                    slope(setting, measured.getFirst(), name + ", " + kind, 6),
                                    "normal interval, " + Level.words(6), there + 1));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim relu() {
        return ClaimBuilder.of("002.eq5.5.relu", source())
                .statement(
                        "For ReLUs the third bound of eq. (5.5) cannot hold",
                        "The slides leave the activation rho of their model open. If it is the ReLU of their other sections, the second "
                                + "moment in two inner parameters is not of order 1/n, for it is infinite: in smooth approximations "
                                + "of sharpness beta, which tend to the ReLU, it grows like beta.",
                        "E\\big[(\\partial_{(\\theta^{(1)}_j)_k}\\partial_{(\\theta^{(1)}_j)_l}\\Phi)^2\\big]\\sim"
                                + "\\frac{\\beta\\,x_k^2x_l^2}{6\\sqrt{2\\pi}\\,n\\,|(x,1)|}\\quad(\\beta\\to\\infty)")
                .measured(
                        "log(1 + e^(beta z))/beta for z, which tends to the ReLU, at x = -1.2 and n = 64, beta = 4 to 64: the "
                                + "exponent in beta of the moment, with a correction of relative order 1/beta, holds 1 and excludes 0 and 1/2, "
                                + "by Student's interval at level 0.9995. (E[s''^2] is beta / (6 sqrt(2 pi) |(x, 1)|) to leading order.)")
                .mistake(
                        "The second derivative of a ReLU is a delta, whose square has no mean. For smooth activations the bounds hold "
                                + "(002.eq5.5.printed); the slides do not say for which they are meant.")
                .quoted("Los efectos de cambio en la sobre-parametrización son estudiados a través del mismo modelo de NN de dos capas sin sesgo",
                        "section 5, model")
                .quoted(
                        "$\\mathbb E\\left[\\left(\\frac{\\partial^2\\Phi(x,\\Theta)}{\\partial(\\theta_i^{(1)})_k\\partial"
                                + "(\\theta_j^{(1)})_\\ell}\\right)^2\\right]\\lesssim\\frac{\\delta_{i,j}}n$",
                        "section 5, eq. (5.5)")
                .seconds(2)
                .standard(size -> Setting.of(Keys000.D.is(1), Keys000.N.is(64), Keys000.MOMENT.is("inner"),
                        Keys000.BETAS.is(new double[] {4, 8, 16, 32, 64}),
                        Keys000.NETS.is(size == Size.SMOKE ? 100 : 400),
                        Keys000.DRAWS.is(8)))
                .control(setting -> setting.with(Keys000.MOMENT, "mixed")
                        .noted("the moment in an outer and an inner parameter, which is bounded"))
                .replicates(setting -> setting.get(Keys000.DRAWS))
                .predict(setting -> {
                    double[] betas = setting.get(Keys000.BETAS);
                    double[] limit = new double[betas.length];
                    for (int b = 0; b < limit.length; b++) {
                        limit[b] = Math.pow(SecondDerivatives.POINT, 4) / setting.get(Keys000.N) * betas[b]
                                / (6 * Math.sqrt(2 * Math.PI) * size());
                    }
                    return Quantities.of("exponent", 1).and("inner", limit);
                })
                .measure((setting, replicate, seed) -> {
                    double[] betas = setting.get(Keys000.BETAS);
                    double[] values = new double[betas.length];
                    int n = setting.get(Keys000.N);
                    ShallowNet net = ShallowNet.of(Activation.SOFTPLUS, 1, n);
                    for (int b = 0; b < betas.length; b++) {
                        Moments mixed = new Moments();
                        Moments inner = new Moments();
                        for (int t = 0; t < setting.get(Keys000.NETS); t++) {
                            double[] theta = net.theta(seed.at(b).at(t), 1, 1 / (Math.sqrt(n) * betas[b]));
                            SecondDerivatives.add(net, theta, betas[b], mixed, inner);
                        }
                        // The derivative in a/beta is beta times that in a.
                        values[b] = setting.get(Keys000.MOMENT).equals("inner")
                                ? inner.mean()
                                : mixed.mean() / (betas[b] * betas[b]);
                    }
                    return Quantities.of("moment", values);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.told(
                        "exponent of the moment in beta", predicted.scalar("exponent"),
                        Exponents.limit(setting.get(Keys000.BETAS), measured, "moment", 1),
                        "Student's interval, " + Level.words(1), 0, 0.5)))
                .figures((setting, predicted, measured) -> {
                    double[] betas = setting.get(Keys000.BETAS);
                    double[] means = new double[betas.length];
                    for (int b = 0; b < means.length; b++) {
                        int at = b;
                        means[b] = measured.stream().mapToDouble(q -> q.list("moment")[at]).average().orElseThrow();
                    }
                    return List.of(new Figure.Chart("moment", "Towards the ReLU the moment grows without bound",
                            "The second moment in two inner parameters for log(1 + e^(beta z))/beta, and beta x^4 / (6 n "
                                    + "sqrt(2 pi) |(x, 1)|).",
                            Axis.log("beta"), Axis.log("second moment"), List.of(
                                    new Series.Points("measured", Role.MEASURED, betas, means),
                                    new Series.Line("leading order", Role.THEORY, betas, predicted.list("inner")))));
                })
                .build();
    }
}
