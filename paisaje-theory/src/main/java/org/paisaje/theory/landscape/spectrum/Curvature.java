package org.paisaje.theory.landscape.spectrum;

import java.util.Locale;
import java.util.Optional;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.risk.Risk;
import org.paisaje.risk.RiskPoint;

/** Which symmetric matrix of a risk {@code L(f_theta(x), y)} is looked at. All but the kernel have the order p. */
public enum Curvature {
    /** {@code H = J^T L'' J + sum_ic (dL/df_ic) d^2 f_ic}. */
    HESSIAN("Hessian", "H"),
    /** {@code H1 = J^T L'' J}, positive semidefinite. */
    GAUSS_NEWTON("Gauss-Newton matrix", "H1"),
    /**
     * The Fisher information of the model, the expectation over targets that the model itself draws. Where the loss is their
     * negative log-likelihood in natural parameters it equals the Gauss-Newton matrix (Martens 2020, section 9.2).
     */
    FISHER("Fisher matrix of the model", "F"),
    /** {@code (1/n) sum_i g_i g_i^T} with the gradients g_i at the targets of the data. */
    EMPIRICAL_FISHER("empirical Fisher matrix", "E"),
    /** {@code J J^T / n} of order n k, dual to the Gauss-Newton matrix of half the mean squared error. */
    NTK("tangent kernel over n", "Theta/n"),
    /** {@code H2 = H - H1}, which vanishes where the loss has no slope in the outputs. */
    H2("second-derivative part", "H2");

    private final String words;
    private final String symbol;

    Curvature(String words, String symbol) {
        this.words = words;
        this.symbol = symbol;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** In tables. */
    public String symbol() {
        return symbol;
    }

    /** As it is typed: {@code gauss-newton}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads what {@link #text} writes. */
    public static Curvature parse(String text) {
        for (Curvature known : values()) {
            if (known.text().equals(text)) {
                return known;
            }
        }
        throw new IllegalArgumentException("--of is " + text
                + "; write hessian, gauss-newton, fisher, empirical-fisher, ntk or h2");
    }

    /** Why there is no such matrix for a loss; empty if there is. */
    public Optional<String> objection(Loss loss) {
        return this == FISHER && loss.likelihood().isEmpty()
                ? Optional.of("the loss " + loss.name()
                        + " is not known to be a negative log-likelihood of the outputs, so"
                        + " the model draws no targets and has no Fisher matrix; gauss-newton and empirical-fisher exist")
                : Optional.empty();
    }

    /** The matrix at a point, by its products. */
    public LinearOperator operator(RiskPoint at) {
        return switch (this) {
            case HESSIAN -> at.hessian();
            case GAUSS_NEWTON, FISHER -> at.gaussNewton();
            case EMPIRICAL_FISHER -> at.empiricalFisher();
            case NTK -> at.tangentKernel();
            case H2 -> at.residual();
        };
    }

    /** The matrix of the other order that has the same eigenvalues but for zeros, if there is one. */
    public Optional<LinearOperator> dual(Risk risk, double[] theta) {
        return switch (this) {
            case GAUSS_NEWTON, FISHER -> risk.penalties().isEmpty()
                    ? Optional.of(risk.at(theta).dualGaussNewton())
                    : Optional.empty();
            case NTK -> Optional.of(squared(risk).at(theta).gaussNewton());
            default -> Optional.empty();
        };
    }

    /** Half the squared error instead of the loss, the mean of it where the loss is a mean; no penalties. */
    static Risk squared(Risk risk) {
        return Risk.of(risk.network(), risk.x(), risk.y(),
                risk.loss().averages() ? Loss.SQUARED : Loss.halfSumSquared());
    }

    /** Whether no eigenvalue is negative. */
    public boolean semidefinite() {
        return this != HESSIAN && this != H2;
    }

    /** Whether its order is the number of parameters, so that layers are blocks of it. */
    public boolean overParameters() {
        return this != NTK;
    }

    /** The most eigenvalues other than 0 that n samples with k outputs leave; empty where they set no bound. */
    public Optional<Long> rankBound(Risk risk) {
        int k = risk.y().columns();
        long n = risk.samples();
        long p = risk.dimension();
        return switch (this) {
            case GAUSS_NEWTON, FISHER -> risk.penalties().isEmpty()
                    ? Optional.of(Math.min(p, n * risk.loss().rank(k)))
                    : Optional.empty();
            case EMPIRICAL_FISHER -> Optional.of(Math.min(p, n));
            case NTK -> Optional.of(Math.min(p, n * k));
            case HESSIAN, H2 -> Optional.empty();
        };
    }
}
