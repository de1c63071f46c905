package org.paisaje.theory.landscape.glass;

/** Two spins: the sphere is a circle, and the critical points of a cubic on it are the real roots of a binary cubic. */
public final class GlassCircle {
    private GlassCircle() {}

    /** 2 or 6, by the sign of a discriminant. */
    public static int criticalPoints(SpinGlass glass) {
        if (glass.spins() != 2 || glass.order() != 3) {
            throw new IllegalArgumentException(
                    "GlassCircle: " + glass + " is no cubic of two spins; p = 3 and n = 2 are needed");
        }
        // H = a x^3 + b x^2 y + c x y^2 + d y^3 from its values and slopes on the axes
        SpinGlass.Point at = glass.point();
        double a = at.at(new double[] {1, 0});
        double b = at.gradient()[1];
        double d = at.at(new double[] {0, 1});
        double c = at.gradient()[0];
        // x dH/dy - y dH/dx
        return realRoots(b, 2 * c - 3 * a, 3 * d - 2 * b, -c) * 2;
    }

    private static int realRoots(double a, double b, double c, double d) {
        double discriminant = 18 * a * b * c * d - 4 * b * b * b * d + b * b * c * c - 4 * a * c * c * c
                - 27 * a * a * d * d;
        return discriminant > 0 ? 3 : 1;
    }
}
