package org.paisaje.claims.catalogue.document004.depth;

import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** What passes a ReLU and a skip connection. */
public final class SkipClaims {
    private static final int POINTS = 1_000;

    private SkipClaims() {}

    /** The claims. */
    public static List<Claim> all() {
        return List.of(slope(), skip(), gradient());
    }

    private static Claim slope() {
        return ClaimBuilder.of("004.8.1.2.slope", DepthKeys.source("section 8.1.2"))
                .statement("A ReLU passes gradients wherever its argument is positive",
                        "The slope is 1 for all x > 0, those between 0 and 1 included, and 0 for x < 0; at 0, where there is none, 0 is taken.",
                        "\\mathrm{ReLU}'(x)=1\\ (x>0),\\quad 0\\ (x\\le0)")
                .quoted("The idea is that the derivative of ReLU is 1 for x > 0 and 0 for $x \\le 0$ , and since so the gradient does not "
                        + "vanish for x > 1.", "section 8.1.2")
                .mistake(
                        "The gradient does not vanish for x > 0; 1 is a slip. At 0 there is no derivative, and a convention is needed.")
                .measured("The slopes at 1000 points on either side of 0 and at 0, bit for bit; the "
                        + "smallest positive number among them.")
                .standard(size -> Setting.of(DepthKeys.ACTIVATION.is("relu")))
                .control(setting -> setting.with(DepthKeys.ACTIVATION, "tanh").noted("tanh, whose slope falls off"))
                .predict(setting -> Quantities.of("least right", 1).and("largest left", 0).and("at 0", 0))
                .measure((setting, replicate, seed) -> {
                    Activation s = Activation.parse(setting.get(DepthKeys.ACTIVATION));
                    double least = s.first(Double.MIN_VALUE);
                    double largest = 0;
                    var random = seed.named("points").generator();
                    for (int i = 0; i < POINTS; i++) {
                        double x = random.nextDouble();
                        least = Math.min(least,
                                Math.min(s.first(x + Double.MIN_VALUE), s.first(10 * x + Double.MIN_VALUE)));
                        largest = Math.max(largest, Math.abs(s.first(-10 * x - Double.MIN_VALUE)));
                    }
                    return Quantities.of("least right", least).and("largest left", largest).and("at 0", s.first(0));
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        line("least slope for x > 0", "least right", predicted, measured),
                        line("largest slope for x < 0", "largest left", predicted, measured),
                        line("slope taken at 0", "at 0", predicted, measured)))
                .build();
    }

    private static Comparison line(String words, String name, Quantities predicted, List<Quantities> measured) {
        return Comparison.equal(words, predicted.scalar(name), measured.getFirst().scalar(name),
                Tolerance.none("bitwise"));
    }

    private static Claim skip() {
        return ClaimBuilder.of("004.def.8.2.1", DepthKeys.source("section 8.2, definition 8.2.1"))
                .statement("Where the inner layers give 0, a skip connection hands on its input",
                        "A residual network whose blocks give 0 is the identity, bit for bit and at any depth; a perceptron whose layers give 0 "
                                + "forgets its input.",
                        "\\mathcal F(z_k,0,\\dots,0)=z_k")
                .quoted("is such that $\\mathcal{F}(z_k, z_{k+1} = \\vec{0}, ..., z_{q-1} = \\vec{0}) = z_k$ , with $k, q \\in "
                        + "\\mathbb{Z}, k \\ge 1$ and q > 1.", "definition 8.2.1")
                .mistake(
                        "The last argument is printed z_{q-1} for z_{k+q-1}; k >= 1 leaves out skips from the input itself.")
                .measured(
                        "The outputs of residual networks of 30 blocks of ReLUs of each form with all parameters 0, at 50 normal inputs: the "
                                + "largest difference to the inputs.")
                .standard(size -> Setting.of(DepthKeys.SKIPS.is(true)))
                .control(setting -> setting.with(DepthKeys.SKIPS, false)
                        .noted("a perceptron of the same layers, without skips"))
                .predict(setting -> Quantities.of("difference", 0))
                .measure((setting, replicate, seed) -> {
                    Matrix x = Matrix.wrap(50, 3, seed.named("inputs").gaussians(150));
                    double worst = 0;
                    List<String> nets = setting.get(DepthKeys.SKIPS)
                            ? List.of("resnet:3x30:relu", "resnet:3x30:relu:block=two",
                                    "resnet:3x30:relu:block=projected")
                            : List.of("mlp:3-3-3-3:relu");
                    for (String text : nets) {
                        Architecture net = Architecture.parse(text);
                        double[] out = net.forward(new double[net.layout().size()], x).minus(x).data();
                        worst = Math.max(worst, Arrays.stream(out).map(Math::abs).max().orElseThrow());
                    }
                    return Quantities.of("difference", worst);
                })
                .judge((setting, predicted, measured) -> Judgement
                        .all(line("largest difference to the input", "difference", predicted, measured)))
                .build();
    }

    private static final int WIDTH = 10;
    private static final int BLOCKS = 51;
    private static final double SIZE = 0.05;

    private static Claim gradient() {
        return ClaimBuilder.of("004.8.2.gradient", DepthKeys.source("section 8.2, below figure 8.7"))
                .statement("Beside skip connections gradients do not vanish where layers are small",
                        "If the derivative of each of L inner layers has norm at most epsilon, the derivative of a residual network of them shortens no vector by "
                                + "more than (1 - epsilon)^L and stretches none by more than (1 + epsilon)^L. That of a perceptron of the same layers is at most "
                                + "epsilon^L.",
                        "(1-\\epsilon)^L\\le\\sigma_{\\min}\\le\\sigma_{\\max}\\le(1+\\epsilon)^L,\\quad\\text{for}\\ "
                                + "\\textstyle\\prod_l(I+D_l\\mathcal G)")
                .quoted("Then, the gradient $\\nabla z_{k+q}$ would not necessarily vanish whenever $||z_{k+i}|| < \\epsilon << 1$ with 1 < i < q, which "
                        + "happened in multilayer perceptrons.", "section 8.2")
                .mistake(
                        "The gradient is that of activations in activations, not that of the loss; and what must be small for the perceptron's to vanish is the "
                                + "derivative of the layers, not their values.")
                .measured(
                        "51 blocks z + tanh(W z) in 10 dimensions, W normal and scaled to norm 0.05, at a normal input, which bounds the norm of each inner derivative "
                                + "by 0.05: the least and the largest singular value of the product of the derivatives of the blocks, against .0731 and 12.04.")
                .standard(size -> Setting.of(DepthKeys.SKIPS.is(true)))
                .control(setting -> setting.with(DepthKeys.SKIPS, false)
                        .noted("a perceptron of the same layers, without skips"))
                .predict(setting -> Quantities.of("least", Math.pow(1 - SIZE, BLOCKS))
                        .and("largest", Math.pow(1 + SIZE, BLOCKS)))
                .measure((setting, replicate, seed) -> {
                    double[] values = Svd.of(derivative(setting.get(DepthKeys.SKIPS), seed)).values();
                    return Quantities.of("least", values[values.length - 1]).and("largest", values[0]);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.atLeast("least singular value of the derivative", predicted.scalar("least"),
                                Estimate.exact(measured.getFirst().scalar("least")), "a bound, no chance in it"),
                        Comparison.atMost("largest singular value of the derivative", predicted.scalar("largest"),
                                Estimate.exact(measured.getFirst().scalar("largest")), "a bound, no chance in it")))
                .build();
    }

    /** The derivative of the outputs in the input, the product over blocks of {@code I + diag(1 - tanh^2) W}. */
    private static Matrix derivative(boolean skips, Seed seed) {
        Matrix product = Matrix.identity(WIDTH);
        double[] z = seed.named("input").gaussians(WIDTH);
        for (int l = 0; l < BLOCKS; l++) {
            Matrix w = Matrix.wrap(WIDTH, WIDTH, seed.named("weights").at(l).gaussians(WIDTH * WIDTH));
            w.scale(SIZE / Svd.of(w).values()[0]);
            double[] out = Arrays.stream(w.times(z)).map(Math::tanh).toArray();
            for (int i = 0; i < WIDTH; i++) {
                for (int j = 0; j < WIDTH; j++) {
                    w.set(i, j, (1 - out[i] * out[i]) * w.get(i, j) + (skips && i == j ? 1 : 0));
                }
                z[i] = out[i] + (skips ? z[i] : 0);
            }
            product = w.times(product);
        }
        return product;
    }
}
