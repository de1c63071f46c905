package org.paisaje.theory.landscape;

import java.util.Optional;

/**
 * The Polyak-Lojasiewicz constant along a path, {@code mu_t = |g_t|^2 / (2 (L_t - L*))}. If mu_t >= mu > 0 and the
 * sharpness is at most lambda, a step of gradient descent with {@code eta lambda < 2} lowers the excess by the factor
 * {@code 1 - 2 eta mu (1 - eta lambda / 2)} at least (Polyak 1963; Karimi, Nutini and Schmidt 2016, Thm 1).
 */
public final class PolyakLojasiewicz {
    /**
     * The constant at one point of the path.
     *
     * @param step the step
     * @param value mu_t, not negative
     */
    public record Point(long step, double value) {}

    private PolyakLojasiewicz() {}

    /**
     * The constant at a point; absent where the loss does not exceed the optimum.
     *
     * @param gradientNorm |g|
     * @param loss L
     * @param optimum L*, or a lower bound of it, which makes the constant smaller
     */
    public static Optional<Point> at(long step, double gradientNorm, double loss, double optimum) {
        double excess = loss - optimum;
        double value = gradientNorm * gradientNorm / (2 * excess);
        return excess > 0 && Double.isFinite(value) ? Optional.of(new Point(step, value)) : Optional.empty();
    }

    /**
     * The rate {@code -log(1 - 2 eta mu (1 - eta lambda / 2))} per step that the inequality guarantees; 0 where it
     * guarantees nothing because {@code eta lambda >= 2}, infinite where the next step is the minimum.
     */
    public static double guaranteedRate(double mu, double sharpness, double rate) {
        double gain = 2 * rate * mu * (1 - 0.5 * rate * Math.max(0, sharpness));
        return gain <= 0 ? 0 : gain >= 1 ? Double.POSITIVE_INFINITY : -Math.log1p(-gain);
    }
}
