package org.paisaje.math.ode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.math.ode.method.AutoExplicit;
import org.paisaje.math.ode.method.Chebyshev;
import org.paisaje.math.ode.method.DormandPrince;
import org.paisaje.math.ode.method.ExponentialRosenbrock;
import org.paisaje.math.ode.method.Radau;
import org.paisaje.math.ode.method.RungeKutta;
import org.paisaje.math.stats.LineFit;

/** Every method that takes a field with Jacobian products, for tests of the contract. */
public final class Methods {
    private Methods() {}

    /**
     * A method in a test.
     *
     * @param symmetric what the field says of its Jacobian, which decides between Lanczos and Arnoldi
     */
    public record Case(Integrator<? super LinearizableField> method, boolean symmetric) {
        @Override
        public String toString() {
            return method.name() + (symmetric ? ", symmetric" : "");
        }
    }

    public static List<Case> all() {
        List<Case> result = new ArrayList<>();
        for (RungeKutta scheme : RungeKutta.values()) {
            result.add(new Case(scheme, false));
        }
        result.addAll(controlled());
        return result;
    }

    static List<Case> controlled() {
        return List.of(new Case(new DormandPrince(), false), new Case(new Chebyshev(), false),
                new Case(new AutoExplicit(false), false), new Case(new AutoExplicit(true), false),
                new Case(new ExponentialRosenbrock(20), false), new Case(new ExponentialRosenbrock(20), true),
                new Case(new Radau(), false));
    }

    /** Controlled where the method can be, else with equal steps. */
    public static Integration<? super LinearizableField> to(Integrator<? super LinearizableField> method,
            double tolerance,
            double h) {
        return method.estimatesError() ? controlled(method, tolerance) : Integration.fixed(method, h);
    }

    static Integration<? super LinearizableField> controlled(Integrator<? super LinearizableField> method,
            double tolerance) {
        return Integration.controlled(method, tolerance, tolerance);
    }

    /** The slope of log error against log h. */
    static double order(double[] h, double[] errors) {
        return LineFit.logLog(h, errors).slope();
    }

    static double[] halved(double first, int count) {
        double[] h = new double[count];
        Arrays.setAll(h, i -> Math.scalb(first, -i));
        return h;
    }
}
