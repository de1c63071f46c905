package org.paisaje.math.special;

/** Loops of {@link Elementwise} without the Vector API. */
final class PlainLoops {
    private PlainLoops() {}

    static void exp(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.exp(in[a + i]);
        }
    }

    static void expm1(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.expm1(in[a + i]);
        }
    }

    static void log(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.log(in[a + i]);
        }
    }

    static void log1p(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.log1p(in[a + i]);
        }
    }

    static void tanh(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.tanh(in[a + i]);
        }
    }

    static void sigmoid(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.sigmoid(in[a + i]);
        }
    }

    static void softplus(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.softplus(in[a + i]);
        }
    }

    static void erf(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.erf(in[a + i]);
        }
    }

    static void erfc(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.erfc(in[a + i]);
        }
    }

    static void normalPdf(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.normalPdf(in[a + i]);
        }
    }

    static void normalCdf(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.normalCdf(in[a + i]);
        }
    }

    static void silu(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.silu(in[a + i]);
        }
    }

    static void gelu(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.gelu(in[a + i]);
        }
    }

    static void asin(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.asin(in[a + i]);
        }
    }

    static void acos(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.acos(in[a + i]);
        }
    }

    static void cosOfAsin(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.cosOfAsin(in[a + i]);
        }
    }

    static void sin(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.sin(in[a + i]);
        }
    }

    static void cos(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Scalars.cos(in[a + i]);
        }
    }

    static void tanhWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        for (int i = 0; i < n; i++) {
            double x = in[a + i];
            out[o + i] = Scalars.tanh(x);
            slope[b + i] = Scalars.tanhDerivative(x);
        }
    }

    static void sigmoidWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        for (int i = 0; i < n; i++) {
            double x = in[a + i];
            out[o + i] = Scalars.sigmoid(x);
            slope[b + i] = Scalars.sigmoidDerivative(x);
        }
    }

    static void softplusWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        for (int i = 0; i < n; i++) {
            double x = in[a + i];
            out[o + i] = Scalars.softplus(x);
            slope[b + i] = Scalars.sigmoid(x);
        }
    }

    static void siluWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        for (int i = 0; i < n; i++) {
            double x = in[a + i];
            out[o + i] = Scalars.silu(x);
            slope[b + i] = Scalars.siluDerivative(x);
        }
    }

    static void geluWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        for (int i = 0; i < n; i++) {
            double x = in[a + i];
            out[o + i] = Scalars.gelu(x);
            slope[b + i] = Scalars.geluDerivative(x);
        }
    }

    static void erfWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        for (int i = 0; i < n; i++) {
            double x = in[a + i];
            out[o + i] = Scalars.erf(x);
            slope[b + i] = Scalars.erfDerivative(x);
        }
    }

    static void sinWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        for (int i = 0; i < n; i++) {
            double x = in[a + i];
            out[o + i] = Scalars.sin(x);
            slope[b + i] = Scalars.cos(x);
        }
    }

    static void leakyReluWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n,
            double leak) {
        for (int i = 0; i < n; i++) {
            double x = in[a + i];
            out[o + i] = x > 0 ? x : x * leak;
            slope[b + i] = x > 0 ? 1 : leak;
        }
    }

    static void reluWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        for (int i = 0; i < n; i++) {
            double x = in[a + i];
            out[o + i] = x <= 0 ? 0 : x;
            slope[b + i] = x > 0 ? 1 : 0;
        }
    }

    static void relu(double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            double x = in[a + i];
            out[o + i] = x <= 0 ? 0 : x;
        }
    }

    static void gate(double[] x, int b, double[] in, int a, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = x[b + i] > 0 ? in[a + i] : 0;
        }
    }
}
