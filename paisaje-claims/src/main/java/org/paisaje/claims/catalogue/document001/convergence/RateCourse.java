package org.paisaje.claims.catalogue.document001.convergence;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.document001.setup.FlowCourse;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/** The flow that the claims on rates watch: the loss and the smallest eigenvalue at every step, and a picture of them. */
final class RateCourse {
    private RateCourse() {}

    /** The names of the activations of a setting. */
    static List<String> activations(Setting setting) {
        return setting.get(Keys001.ACTIVATIONS).stream().map(Activation::name).toList();
    }

    /** One initialisation for each activation and width: the flow with the smallest eigenvalue at every step. */
    static Quantities course(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        Quantities result = Quantities.NONE;
        for (String activation : activations(setting)) {
            double[] excess = new double[widths.length];
            double[] slowest = new double[widths.length];
            double[] chatter = new double[widths.length];
            for (int k = 0; k < widths.length; k++) {
                FlowCourse course = FlowCourse.of(
                        WideNet.of(Activation.parse(activation), 10, (int) widths[k]), setting.get(Keys001.LABELS),
                        seed.named(activation).at((long) widths[k]), setting.get(Keys001.UNTIL),
                        setting.get(Keys001.STEP));
                double factor = setting.has(Keys001.FACTOR) ? setting.get(Keys001.FACTOR) : 1;
                excess[k] = course.excess(factor);
                slowest[k] = course.slowest();
                chatter[k] = course.chattering();
                if (replicate == 0 && k == widths.length - 1) {
                    result = result.and(activation + " t", list(course.times()))
                            .and(activation + " L", list(course.losses()))
                            .and(activation + " lambda", list(course.eigenvalues()));
                }
            }
            result = result.and(activation + " excess", excess)
                    .and(activation + " slowest", slowest)
                    .and(activation + " chattering", chatter);
        }
        return result;
    }

    private static double[] list(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The loss of the first run beside its bounds. */
    static Figure decay(Setting setting, Quantities run) {
        var charts = new ArrayList<Figure.Chart>();
        for (String activation : activations(setting)) {
            double[] t = run.list(activation + " t");
            double[] loss = run.list(activation + " L");
            double[] lambda = run.list(activation + " lambda");
            double[] bound = new double[t.length];
            double[] fixed = new double[t.length];
            double smallest = lambda[0];
            for (int i = 0; i < t.length; i++) {
                smallest = Math.min(smallest, lambda[i]);
                bound[i] = loss[0] * Math.exp(-2 * smallest * t[i] / 20);
                fixed[i] = loss[0] * Math.exp(-2 * lambda[0] * t[i] / 20);
            }
            charts.add(new Figure.Chart(
                    "decay-" + activation,
                    activation + ", m = " + (long) setting.get(Keys001.WIDTHS)[setting.get(Keys001.WIDTHS).length - 1],
                    "", Axis.linear("flow time t"), Axis.log("loss"),
                    List.of(
                            new Series.Line("loss", Role.MEASURED, t, loss),
                            new Series.Line("bound, least eigenvalue so far", Role.THEORY, t, bound),
                            new Series.Line("bound, eigenvalue at time 0", Role.REFERENCE, t, fixed))));
        }
        return new Figure.Panels("decay", "The loss along the flow and its bounds",
                "One run each at the largest width. The bounds are straight but for changes of the smallest eigenvalue; the "
                        + "loss starts on them and falls faster, since most of the residual lies in faster modes.",
                charts);
    }
}
