package org.paisaje.claims.catalogue.document001.function;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.document001.setup.DefiniteKernel;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.ode.method.RungeKutta;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Network;
import org.paisaje.network.activation.Activation;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.width.TaylorNetwork;
import org.paisaje.training.flow.GradientField;

/** Section 2.3: limits in width and time together. */
public final class UniformLimitClaims {
    private UniformLimitClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(uniform());
    }

    private static Claim uniform() {
        return DefiniteKernel.required(
                ClaimBuilder.of(
                        "001.theorem2.3.uniform", Source001.at("section 2.3, limits in width and time")),
                Activation.RELU)
                .statement(
                        "For the squared loss the approximation holds uniformly in time",
                        "The limits of width and time are interchanged. For the squared loss and a positive definite kernel the "
                                + "deviation from the linearised network stops growing once the residual has died; for the logistic "
                                + "loss it does not.",
                        "\\sup_{t\\ge0}\\sup_x|f_{\\theta(t)}(x)-f_{\\mathrm{lin},t}(x)|<\\infty")
                .measured(
                        "A ReLU network and its linearisation, trained side by side by gradient flow: how much the largest deviation "
                                + "on the test points grows from T/4 to T. What is left of the residuals r and r' of the two at T/4 can "
                                + "move the outputs by k (|r| + |r'|) and no more, k being the largest norm of Theta(x, X) Theta^-1 over "
                                + "the test points; twice this is allowed for the kernel's own movement.")
                .quoted(
                        "la **trayectoria funcional real** y su **aproximación linealizada** se mantienen cercanas en todo el "
                                + "intervalo de entrenamiento",
                        "section 3.3")
                .mistake(
                        "The text lets the width tend to infinity at fixed t and then t; section 3.3 claims [0, T] only. For the "
                                + "logistic loss the order matters.")
                .seconds(15)
                .standard(size -> Setting.of(Keys001.LOSS.is("half-mean-squared"),
                        Keys001.WIDTH.is(size == Size.SMOKE ? 64 : 512), Keys001.TIME.is(3600.0), Keys001.STEP.is(7.2),
                        Keys001.SEEDS.is(size == Size.SMOKE ? 2 : 6)))
                .control(setting -> setting.with(Keys001.LOSS, "logistic")
                        .with(Keys001.TIME, 4 * setting.get(Keys001.TIME))
                        .noted("the logistic loss on the signs of the labels, four times as long"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("growth over what the residuals allow", 2))
                .measure(UniformLimitClaims::growth)
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.atMost(
                        "growth of the largest deviation from T/4 to T over k (|r| + |r'|)",
                        predicted.scalar("growth over what the residuals allow"),
                        Estimate.exact(measured.stream().mapToDouble(UniformLimitClaims::ratio).max().orElseThrow()),
                        "what the residuals have left at T/4, twice")))
                .figures((setting, predicted, measured) -> {
                    var series = new ArrayList<Series>();
                    for (int i = 0; i < measured.size(); i++) {
                        Quantities m = measured.get(i);
                        series.add(new Series.Line(
                                "initialisation " + (i + 1), Role.MEASURED, m.list("times"), m.list("deviation")));
                    }
                    return List.of(new Figure.Chart(
                            "saturation", "Deviation from the linearised network",
                            "Largest deviation over the test points: it stops growing when the residual has died.",
                            Axis.log("time t"), Axis.log("deviation"), series));
                })
                .build();
    }

    private static double ratio(Quantities measured) {
        double[] deviation = measured.list("deviation");
        double[] times = measured.list("times");
        double early = 0;
        double all = 0;
        for (int i = 0; i < times.length; i++) {
            all = Math.max(all, deviation[i]);
            early = times[i] <= times[times.length - 1] / 4 ? Math.max(early, deviation[i]) : early;
        }
        return (all - early) / measured.scalar("left");
    }

    private static Quantities growth(Setting setting, int replicate, Seed seed) {
        Loss loss = Loss.parse(setting.get(Keys001.LOSS));
        WideNet net = WideNet.of(Activation.RELU, 10, setting.get(Keys001.WIDTH));
        double[] theta = seed.named("init").gaussians(net.network().layout().size());
        Network linear = TaylorNetwork.first(net.network(), theta);
        Matrix y = WideNet.labels();
        if (loss.compares() == Loss.Compares.CLASSES) {
            Arrays.setAll(y.data(), i -> Math.signum(WideNet.labels().get(i, 0)));
        }
        double quarter = setting.get(Keys001.TIME) / 4;
        double[] times = {quarter / 64, quarter / 32, quarter / 16, quarter / 8, quarter / 4, quarter / 2, quarter,
            2 * quarter, 3 * quarter, 4 * quarter};
        double[] deviations = new double[times.length];
        Matrix there = net.inputs(WideNet.testPoints());
        Matrix here = net.inputs(WideNet.points());
        double left = 0;
        double[] a = theta;
        double[] b = theta;
        for (int k = 0; k < times.length; k++) {
            double from = k == 0 ? 0 : times[k - 1];
            a = advance(net.network(), net, y, loss, a, times[k] - from, setting.get(Keys001.STEP));
            b = advance(linear, net, y, loss, b, times[k] - from, setting.get(Keys001.STEP));
            deviations[k] = WideTraining.largestDifference(
                    net.network().forward(a, there), linear.forward(b, there));
            if (times[k] == quarter) {
                left = reach(net, theta) * (residual(loss, net.network().forward(a, here), y)
                        + residual(loss, linear.forward(b, here), y));
            }
        }
        return Quantities.of("times", times).and("deviation", deviations).and("left", left);
    }

    /** The norm of the derivatives of the loss of each sample in its output; the loss is their mean. */
    private static double residual(Loss loss, Matrix f, Matrix y) {
        Matrix gradient = Matrix.zeros(f.rows(), f.columns());
        loss.valueAndGradient(f, y, gradient);
        return f.rows() * gradient.frobeniusNorm();
    }

    /** The largest norm of Theta(x, X) Theta(X, X)^-1 over the test points. */
    private static double reach(WideNet net, double[] theta) {
        Matrix x = WideNet.points();
        Matrix solved = Cholesky.of(net.ntk(theta, x)).orThrow().solve(net.ntk(theta, x, WideNet.testPoints()));
        double largest = 0;
        for (int j = 0; j < solved.columns(); j++) {
            largest = Math.max(largest, WideTraining.norm(solved.column(j)));
        }
        return largest;
    }

    private static double[] advance(Network network, WideNet net, Matrix y, Loss loss, double[] theta, double time,
            double step) {
        Risk risk = Risk.of(network, net.inputs(WideNet.points()), y, loss);
        int steps = (int) Math.ceil(time / step);
        return RungeKutta.RK4.integrate(GradientField.of(risk), 0, theta, time / steps, steps).y();
    }
}
