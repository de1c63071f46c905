package org.paisaje.claims.catalogue.document001.setup;

import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.Activation;

/**
 * Small cases whose values are known to 15 digits, computed once with 50 digits by a program that shares nothing with
 * this one. The loss is (1/2n) sum (f - y)^2 unless said otherwise; eigenvalues descend.
 */
public final class ReferenceCases {
    private ReferenceCases() {}

    /** What a value may be off by: the 15 digits that are known, up to 45 roundings, and some fifty operations here. */
    public static Rounding rounding(double value) {
        return Rounding.of(100).on(Math.max(1, Math.abs(value)));
    }

    /**
     * A network of one hidden layer on few points.
     *
     * @param net the network
     * @param theta its parameters: W row by row, then a
     * @param x points of the text
     * @param y labels
     * @param outputs f(X)
     * @param loss L
     * @param kernel Theta(X, X)
     * @param eigenvalues of Theta, descending
     * @param gradient of L, in the order of theta
     * @param squaredGradient its squared norm, which equals delta^T Theta delta / n^2
     */
    public record Case(WideNet net, double[] theta, Matrix x, Matrix y, double[] outputs, double loss, Matrix kernel,
            double[] eigenvalues, double[] gradient, double squaredGradient) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** R1: ReLU, d = 2, m = 3, n = 3. */
    public static Case r1() {
        return new Case(
                WideNet.of(Activation.RELU, 2, 3), new double[] {1, 2, -1, 1, 2, -1, 1, -2, 1},
                Matrix.of(new double[][] {{0.6, 0.8}, {1, 0}, {-0.8, 0.6}}),
                Matrix.of(new double[][] {{1}, {-1}, {0.5}}),
                new double[] {1.27017059221718, 1.73205080756888, -1.3856406460551}, 1.84878906834864,
                Matrix.of(new double[][] {{3.68, 1.4, 0.386666666666667},
                    {1.4, 2.33333333333333, -0.133333333333333}, {0.386666666666667, -0.133333333333333,
                        2.37333333333333}}),
                new double[] {4.59026094986222, 2.44468687564819, 1.35171884115626},
                new double[] {0.847293405117234, -0.176139543147307, -0.64301996410805, 0.352279086294614,
                    0.55698003589195, 0.0415954837716554, 0.495014318822619, -0.497649525201332, 1.07236458801224},
                3.24112346194499);
    }

    /** R2: tanh, d = 2, m = 2, n = 2. */
    public static Case r2() {
        return new Case(
                WideNet.of(Activation.TANH, 2, 2), new double[] {1, 0.5, -1.0 / 3, 1.25, 1, -1},
                Matrix.of(new double[][] {{0.6, 0.8}, {1, 0}}), Matrix.of(new double[][] {{0.5}, {-0.5}}),
                new double[] {0.0689834889747568, 0.765872229134836}, 0.447051933317793,
                Matrix.of(new double[][] {{0.754945809417996, 0.386557840213571},
                    {0.386557840213571, 0.831859556776248}}),
                new double[] {1.18186876265073, 0.404936603543511},
                new double[] {0.149561686434039, -0.0511990212111531, -0.350173863749163, 0.0681543479083151,
                    0.224796753791411, -0.245084927804155},
                0.262856990165723);
    }

    /** A further point of R2. */
    public static Matrix r2There() {
        return Matrix.of(new double[][] {{0, 1}});
    }

    /** R2 under gradient descent with eta = 0.5: rows are f(x_1), f(x_2), L after steps 1, 2, 3. */
    public static final double[][] R2_DESCENT = {
        {0.0338353559553694, 0.554511644296793, 0.332326070828696},
        {0.0184543081105861, 0.414042114871803, 0.266839810284143},
        {0.0137597997530552, 0.318952705828647, 0.226778266680063}};

    /** R2 under gradient flow: rows are t, f(x_1), f(x_2), f(x*), L, smallest eigenvalue of Theta_t, |theta_t - theta_0|. */
    public static final double[][] R2_FLOW = {
        {1, 0.0236467363072734, 0.444671875668318, -0.181542722467169, 0.279829346127353, 0.290917577085759,
            0.404762365060855},
        {5, 0.0590314099461714, 0.0868911266858862, 0.0187056039690305, 0.134723622999173, 0.11184207192896,
            1.11303590612427},
        {20, 0.44672205803547, -0.454834757528825, 0.647890685410964, 0.00121960955686396, 0.485015766843946,
            2.07239307034845}};

    /** R3: the point x* at which R1 with the frozen kernel Theta_0 is evaluated. */
    public static Matrix r3There() {
        return Matrix.of(new double[][] {{5.0 / 13, 12.0 / 13}});
    }

    /** R3: Theta(x*, X). */
    public static final double[] R3_CROSS = {3.28717948717949, 0.871794871794872, 0.958974358974359};

    /** R3: f_0(x*). */
    public static final double R3_START = 0.666173387526491;

    /** R3: rows are t, f_t(x_1), f_t(x_2), f_t(x_3), f_t(x*), L. */
    public static final double[][] R3_FLOW = {
        {1, 0.69722455179525, 0.266695903463715, -0.286555031351214, 0.650570529816741, 0.385810050205209},
        {10, 0.991480032030896, -0.987014530258549, 0.504148782419242, 1.33322143042772, 0.000043070779027154}};

    /** R3: f_inf(x*), and what the printed formula without f_0 gives. */
    public static final double R3_LIMIT = 1.3424107095907;

    public static final double R3_LIMIT_WITHOUT_START = 1.22721263797011;

    /** R3: (y - f_0)^T Theta^-1 (y - f_0) and y^T Theta^-1 y. */
    public static final double R3_SQUARED_NORM = 4.84780869427915;

    public static final double R3_SQUARED_NORM_OF_LABELS = 1.34412589707428;

    /**
     * R4: a kernel of infinite width on three points of the circle with labels 1, -1, 2, and training from f_0 = 0.
     *
     * @param kernel Theta(X, X), row by row
     * @param eigenvalues descending
     * @param cross Theta(x*, X) for x* = (0, 1)
     * @param there Theta(x*, x*)
     * @param limit f_inf(x*)
     * @param atTwo f_t(x*) at t = 2
     * @param squaredNorm y^T Theta^-1 y
     */
    public record Limit(Activation activation, int layers, double[] kernel, double[] eigenvalues, double[] cross,
            double there,
            double limit, double atTwo, double squaredNorm) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** R4: the points, 3 x 2. */
    public static Matrix r4Points() {
        return Matrix.of(new double[][] {{1, 0}, {0.6, 0.8}, {-0.8, 0.6}});
    }

    /** R4: the labels. */
    public static Matrix r4Labels() {
        return Matrix.of(new double[][] {{1}, {-1}, {2}});
    }

    /** R4: x*. */
    public static Matrix r4There() {
        return Matrix.of(new double[][] {{0, 1}});
    }

    /** R4: ReLU and erf with one and two hidden layers. */
    public static Limit[] r4() {
        return new Limit[] {
            new Limit(Activation.RELU, 1,
                    symmetric(1, 0.550223613292996, -0.0683732459041696, 0.159154943091895),
                    new double[] {1.55793192040321, 1.03612958155938, 0.405938498037412},
                    new double[] {0.159154943091895, 0.73162675409583, 0.550223613292996}, 1, -0.261307838490905,
                    0.194696192036723, 11.1283258113159),
            new Limit(Activation.RELU, 2,
                    symmetric(0.75, 0.386104075169303, 0.0656082392915789, 0.171427159070736),
                    new double[] {1.19954182638391, 0.701870470806561, 0.348587702809529},
                    new double[] {0.171427159070736, 0.50853786270597, 0.386104075169303}, 0.75, -0.0675130441545101,
                    0.183078588265035, 12.8884372980186),
            new Limit(Activation.ERF, 1,
                    symmetric(1.03396908913128, 0.539823408086052, -0.75950302988639, 0),
                    new double[] {1.96577065831017, 1.03396908913128, 0.102167519952389},
                    new double[] {0, 0.75950302988639, 0.539823408086052}, 1.03396908913128, 0.309626070692975,
                    0.154218272243429, 50.8985004748847),
            new Limit(Activation.ERF, 2,
                    symmetric(1.09860621347145, 0.545315376436007, -0.782032084163417, 0),
                    new double[] {2.05199125658809, 1.09860621347145, 0.145221170354808},
                    new double[] {0, 0.782032084163417, 0.545315376436007}, 1.09860621347145, 0.280900166888248,
                    0.145856904948488, 35.9865042494632)};
    }

    private static double[] symmetric(double diagonal, double first, double second, double third) {
        return new double[] {diagonal, first, second, first, diagonal, third, second, third, diagonal};
    }

    /** R5: a Gram matrix for the hard margin and for logistic gradient flow from f_0 = 0 on (1/n) sum log(1 + e^(-y f)). */
    public static Matrix r5Gram() {
        return Matrix.of(new double[][] {{2, 1, 0, 0}, {1, 2, 1, 0}, {0, 1, 2, 1}, {0, 0, 1, 2}});
    }

    /** R5: the labels. */
    public static Matrix r5Labels() {
        return Matrix.of(new double[][] {{1}, {-1}, {1}, {1}});
    }

    /** R5: the dual variables, which sum to 5 = |f*|^2; the margin; and y_i f*(x_i). */
    public static final double[] R5_DUAL = {1.5, 2, 1.5, 0};

    public static final double R5_MARGIN = 0.447213595499958;

    public static final double[] R5_OUTPUTS = {1, 1, 1, 1.5};

    /** R5: rows are t, f_1 to f_4, L, |f|_H, cosine to f*, normalised margin over the margin, L t margin^2. */
    public static final double[][] R5_FLOW = {
        {1, 0.11772619184822, -0.0105568846375658, 0.224666990605666, 0.345658415567167, 0.611546807430076,
            0.285367955744941, 0.837959165203646, 0.0827209614989817, 0.122309361486015},
        {10, 0.812184779463468, -0.460139324462428, 1.13571687626795, 2.04338532619614, 0.314260128053529,
            1.8685820189932, 0.919549294969287, 0.55063293885981, 0.628520256107058},
        {100, 2.77213285620716, -2.47729717269217, 2.83436591787612, 5.41185716158916, 0.0507073461132357,
            6.10007121447513, 0.979778014664242, 0.908088558943876, 1.01414692226471},
        {1000, 5.10653174637761, -4.81978753177286, 5.11871937621529, 9.05427422338112, 0.00503941047298937,
            11.2543931692404, 0.992524060108975, 0.957614719521789, 1.00788209459787}};
}
