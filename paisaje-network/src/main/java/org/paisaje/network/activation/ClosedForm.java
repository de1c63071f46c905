package org.paisaje.network.activation;

/** What an activation is, where the averages of it over two correlated normal variables have a closed form. */
public sealed interface ClosedForm {
    /**
     * {@code left min(z, 0) + right max(z, 0)}.
     *
     * @param left the slope below 0
     * @param right the slope above
     */
    record Slopes(double left, double right) implements ClosedForm {}

    /**
     * {@code z^degree}.
     *
     * @param degree at least 1
     */
    record Power(int degree) implements ClosedForm {}

    /** Single functions. */
    enum Function implements ClosedForm {
        /** erf z. */
        ERF,
        /** z Phi(z). */
        GELU,
        /** sin z. */
        SIN,
        /** cos z. */
        COS,
        /** e^z. */
        EXP,
        /** e^(-z^2 / 2). */
        GAUSSIAN
    }
}
