package org.paisaje.risk;

/** The penalties that are functions of the 1-norm or the 2-norm. */
record NormPenalty(Kind kind, double lambda) implements Regularizer {
    /** Which function of theta is multiplied by lambda. */
    enum Kind {
        L1, SQUARED_L1, L2, HALF_L2
    }

    NormPenalty {
        if (!(lambda >= 0) || Double.isInfinite(lambda)) {
            throw new IllegalArgumentException(
                    "Regularizer: lambda is " + lambda + ", it must be finite and at least 0");
        }
    }

    @Override
    public double value(double[] theta) {
        return lambda * switch (kind) {
            case L1 -> norm1(theta);
            case SQUARED_L1 -> Math.pow(norm1(theta), 2);
            case L2 -> squares(theta);
            case HALF_L2 -> 0.5 * squares(theta);
        };
    }

    @Override
    public void addGradient(double[] theta, double[] gradient) {
        switch (kind) {
            case L1 -> addSigns(theta, lambda, gradient, 0);
            case SQUARED_L1 -> addSigns(theta, 2 * lambda * norm1(theta), gradient, 0);
            case L2 -> addScaled(theta, 0, 2 * lambda, gradient, 0, theta.length);
            case HALF_L2 -> addScaled(theta, 0, lambda, gradient, 0, theta.length);
        }
    }

    @Override
    public void addCurvature(double[] theta, double[] v, double[] out, int offset) {
        switch (kind) {
            case L1 -> {}
            case SQUARED_L1 -> {
                double sum = 0;
                for (int i = 0; i < theta.length; i++) {
                    sum += Math.signum(theta[i]) * v[offset + i];
                }
                addSigns(theta, 2 * lambda * sum, out, offset);
            }
            case L2 -> addScaled(v, offset, 2 * lambda, out, offset, theta.length);
            case HALF_L2 -> addScaled(v, offset, lambda, out, offset, theta.length);
        }
    }

    @Override
    public void addCurvatureDiagonal(double[] theta, double[] sum) {
        for (int i = 0; i < theta.length; i++) {
            sum[i] += switch (kind) {
                case L1 -> 0;
                case SQUARED_L1 -> theta[i] == 0 ? 0 : 2 * lambda;
                case L2 -> 2 * lambda;
                case HALF_L2 -> lambda;
            };
        }
    }

    @Override
    public double squareFactor() {
        return switch (kind) {
            case L1, SQUARED_L1 -> 0;
            case L2 -> lambda;
            case HALF_L2 -> 0.5 * lambda;
        };
    }

    private static double norm1(double[] theta) {
        double sum = 0;
        for (double t : theta) {
            sum += Math.abs(t);
        }
        return sum;
    }

    private static double squares(double[] theta) {
        double sum = 0;
        for (double t : theta) {
            sum += t * t;
        }
        return sum;
    }

    private static void addSigns(double[] theta, double factor, double[] out, int offset) {
        for (int i = 0; i < theta.length; i++) {
            out[offset + i] += factor * Math.signum(theta[i]);
        }
    }

    private static void addScaled(double[] v, int from, double factor, double[] out, int offset, int n) {
        for (int i = 0; i < n; i++) {
            out[offset + i] += factor * v[from + i];
        }
    }
}
