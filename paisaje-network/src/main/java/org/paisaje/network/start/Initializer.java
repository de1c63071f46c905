package org.paisaje.network.start;

import java.util.random.RandomGenerator;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.activation.Numerals;
import org.paisaje.registry.Registry;

/**
 * How the parameters of a layer are drawn: independent weights of mean 0 and variance {@code scale^2 / fan}, or an
 * orthogonal matrix times the scale; biases normal of a given deviation, 0 by default.
 *
 * @param name the name in settings, such as {@code he-normal} or {@code normal(0.1)}
 * @param distribution the law of the weights
 * @param fan what divides the variance
 * @param scale the factor, finite and at least 0
 * @param biasDeviation the standard deviation of the biases, finite and at least 0
 */
public record Initializer(String name, Distribution distribution, Fan fan, double scale, double biasDeviation) {
    /** The law of the weights. */
    public enum Distribution {
        /** Normal. */
        NORMAL,
        /** Uniform on a symmetric interval. */
        UNIFORM,
        /** Orthonormal rows or columns, whichever are fewer, uniformly distributed; the fan is not used. */
        ORTHOGONAL
    }

    /** What divides the variance of the weights. */
    public enum Fan {
        /** Nothing. */
        ONE,
        /** The inputs of the layer. */
        IN,
        /** The mean of inputs and outputs of the layer. */
        AVERAGE,
        /** The neurons n of the hidden layer: the outputs of a hidden layer, the inputs of the readout. */
        NEURONS,
        /** The inputs of a hidden layer, nothing for the readout. */
        HIDDEN_IN,
        /** The inputs, and for the first layer the outputs as well: maximal update under gradient descent. */
        MAXIMAL,
        /** The inputs of the first layer, 1/inputs for hidden layers, nothing for the readout: maximal update under Adam. */
        MAXIMAL_NORMALIZED
    }

    /** Checks the scales. */
    public Initializer {
        if (!(scale >= 0) || !(biasDeviation >= 0) || !Double.isFinite(scale + biasDeviation)) {
            throw new IllegalArgumentException("Initializer: the deviation of the weights is " + scale
                    + (biasDeviation == 0 || biasDeviation == scale ? "" : ", that of the biases " + biasDeviation)
                    + ", needs a finite number of at least 0");
        }
    }

    /** Weights and biases N(0, deviation^2). */
    public static Initializer normal(double deviation) {
        return new Initializer("normal(" + Numerals.print(deviation) + ")", Distribution.NORMAL, Fan.ONE, deviation,
                deviation);
    }

    /** Weights uniform on [-limit, limit], biases 0. */
    public static Initializer uniform(double limit) {
        return new Initializer("uniform(" + Numerals.print(limit) + ")", Distribution.UNIFORM, Fan.ONE,
                limit / Math.sqrt(3), 0);
    }

    /** All parameters N(0, 1): the standard of the tangent-kernel parametrization. */
    public static Initializer standardNormal() {
        return new Initializer("standard-normal", Distribution.NORMAL, Fan.ONE, 1, 1);
    }

    /** Weights N(0, 1/fan-in) (LeCun et al. 1998). */
    public static Initializer lecunNormal() {
        return new Initializer("lecun-normal", Distribution.NORMAL, Fan.IN, 1, 0);
    }

    /** Weights uniform of variance 1/fan-in. */
    public static Initializer lecunUniform() {
        return new Initializer("lecun-uniform", Distribution.UNIFORM, Fan.IN, 1, 0);
    }

    /** Weights N(0, 2/(fan-in + fan-out)) (Glorot and Bengio 2010, equation 12). */
    public static Initializer glorotNormal() {
        return new Initializer("glorot-normal", Distribution.NORMAL, Fan.AVERAGE, 1, 0);
    }

    /** Weights uniform on +-sqrt(6/(fan-in + fan-out)) (Glorot and Bengio 2010, equation 16). */
    public static Initializer glorotUniform() {
        return new Initializer("glorot-uniform", Distribution.UNIFORM, Fan.AVERAGE, 1, 0);
    }

    /** Weights N(0, 2/fan-in) (He et al. 2015, equation 10). */
    public static Initializer heNormal() {
        return new Initializer("he-normal", Distribution.NORMAL, Fan.IN, Math.sqrt(2), 0);
    }

    /** Weights N(0, scale^2/fan-in); LeCun's for 1, He's for the root of 2. */
    public static Initializer fanIn(double scale) {
        return scale == 1
                ? lecunNormal()
                : scale == Math.sqrt(2)
                        ? heNormal()
                        : new Initializer("fan-in(" + Numerals.print(scale) + ")", Distribution.NORMAL, Fan.IN, scale,
                                0);
    }

    /** Weights uniform of variance 2/fan-in. */
    public static Initializer heUniform() {
        return new Initializer("he-uniform", Distribution.UNIFORM, Fan.IN, Math.sqrt(2), 0);
    }

    /** Orthogonal matrices times the gain (Saxe et al. 2014). */
    public static Initializer orthogonal(double gain) {
        return new Initializer(gain == 1 ? "orthogonal" : "orthogonal(" + Numerals.print(gain) + ")",
                Distribution.ORTHOGONAL, Fan.ONE, gain, 0);
    }

    /** Weights N(0, 1/n), n the number of neurons of the hidden layer, for both its sides; that of document 000. */
    public static Initializer neurons() {
        return new Initializer("neurons", Distribution.NORMAL, Fan.NEURONS, 1, 0);
    }

    /** Weights N(0, 1/fan-in) but N(0, 1) in the readout, which the mean-field parametrization averages. */
    public static Initializer meanField() {
        return new Initializer("mean-field", Distribution.NORMAL, Fan.HIDDEN_IN, 1, 0);
    }

    /** Weights of the maximal update parametrization for gradient descent; the scale is that of {@link #fanIn}. */
    public static Initializer mup(double scale) {
        return maximal("mup", Fan.MAXIMAL, scale);
    }

    /** Weights of the maximal update parametrization for Adam; the scale is that of {@link #fanIn}. */
    public static Initializer mupAdam(double scale) {
        return maximal("mup-adam", Fan.MAXIMAL_NORMALIZED, scale);
    }

    private static Initializer maximal(String name, Fan fan, double scale) {
        return new Initializer(scale == 1 ? name : name + "(" + Numerals.print(scale) + ")", Distribution.NORMAL, fan,
                scale, 0);
    }

    /** All parameters 0. */
    public static Initializer zero() {
        return new Initializer("zero", Distribution.NORMAL, Fan.ONE, 0, 0);
    }

    /** The same weights with biases N(0, deviation^2). */
    public Initializer withBiases(double deviation) {
        return new Initializer(name, distribution, fan, scale, deviation);
    }

    /**
     * The default of an architecture: N(0, 1) in the tangent-kernel parametrization, {@link #meanField} in the
     * mean-field one, {@link #mup} or {@link #mupAdam} under maximal update, else {@link #fanIn} with the scale of the activation: He's for ReLU and its kin, LeCun's for most.
     */
    public static Initializer standardFor(Architecture architecture) {
        return standardFor(architecture.activation(), architecture.parametrization());
    }

    /** The default for that activation and parametrization; see {@link #standardFor(Architecture)}. */
    public static Initializer standardFor(Activation activation, Parametrization parametrization) {
        return switch (parametrization) {
            case Parametrization.Ntk ntk -> standardNormal();
            case Parametrization.MeanField mean -> meanField();
            case Parametrization.Mup mup ->
                mup.normalized() ? mupAdam(activation.weightScale()) : mup(activation.weightScale());
            case Parametrization.Standard standard -> fanIn(activation.weightScale());
        };
    }

    /**
     * Reads a name: {@code he-normal}, {@code glorot-uniform}, {@code normal(0.1)}, {@code uniform(0.05)}, ...
     *
     * @throws IllegalArgumentException naming the known initializers
     */
    public static Initializer parse(String text) {
        return Initializers.REGISTRY.parse(text);
    }

    /** All initializers that have a name. */
    public static Registry<Initializer> registry() {
        return Initializers.REGISTRY;
    }

    /**
     * Draws the parameters of one layer into theta.
     *
     * @param layer the layer and its place in theta
     * @param seed the seed of the network; the layer uses children of it named after its slices
     * @param theta overwritten where the layer lies
     */
    public void fill(LayerShape layer, Seed seed, double[] theta) {
        int n = layer.inputs() * layer.outputs();
        Seed own = seed.named(layer.name() + ".weight");
        switch (distribution) {
            case NORMAL -> normal(own, deviation(layer), theta, layer.weight(), n);
            case UNIFORM -> uniform(own, Math.sqrt(3) * deviation(layer), theta, layer.weight(), n);
            case ORTHOGONAL -> Orthogonal.fill(own, layer.outputs(), layer.inputs(), scale, theta, layer.weight());
        }
        if (layer.hasBias()) {
            normal(seed.named(layer.name() + ".bias"), biasDeviation, theta, layer.bias(),
                    layer.outputs());
        }
    }

    /** The standard deviation of the weights of a layer. */
    public double deviation(LayerShape layer) {
        boolean readout = layer.place() == LayerShape.Place.READOUT;
        double divisor = switch (fan) {
            case ONE -> 1;
            case IN -> layer.inputs();
            case AVERAGE -> 0.5 * (layer.inputs() + (double) layer.outputs());
            case NEURONS -> readout ? layer.inputs() : layer.outputs();
            case HIDDEN_IN -> readout ? 1 : layer.inputs();
            case MAXIMAL ->
                layer.place() == LayerShape.Place.INPUT ? layer.inputs() * (double) layer.outputs() : layer.inputs();
            case MAXIMAL_NORMALIZED -> switch (layer.place()) {
                case ONLY, INPUT -> layer.inputs();
                case HIDDEN -> 1.0 / layer.inputs();
                case READOUT -> 1;
            };
        };
        return scale / Math.sqrt(divisor);
    }

    private static void normal(Seed seed, double deviation, double[] theta, int offset, int n) {
        RandomGenerator generator = seed.generator();
        for (int i = 0; i < n; i++) {
            theta[offset + i] = deviation == 0 ? 0 : deviation * generator.nextGaussian();
        }
    }

    private static void uniform(Seed seed, double limit, double[] theta, int offset, int n) {
        RandomGenerator generator = seed.generator();
        for (int i = 0; i < n; i++) {
            theta[offset + i] = limit * (2 * generator.nextDouble() - 1);
        }
    }
}
