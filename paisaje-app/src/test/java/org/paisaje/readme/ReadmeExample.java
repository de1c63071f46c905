package org.paisaje.readme;

import org.paisaje.data.builtin.Rings;
import org.paisaje.loss.Loss;
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.krylov.eigen.RitzPairs;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.risk.Risk;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.rule.Adam;

/** The example of README.md, which quotes what stands between the marks. */
record ReadmeExample(Risk risk, double[] theta, Trajectory run, RitzPairs top) {
    static ReadmeExample compute() {
        // example
        var seed = Seed.of(7);
        var data = Rings.sample(500, seed.named("data"));
        var net = Mlp.of(Activation.TANH, 2, 32, 32, 1);
        var theta = net.initialize(Initializer.standardFor(net), seed.named("init"));
        var risk = Risk.of(net, data, Loss.BINARY_CROSS_ENTROPY);
        var run = Training.run(Adam.withRate(1e-2), risk, theta, Stop.after(300).orGradientBelow(1e-8));
        var top = Lanczos.largest(risk.hessian(run.theta()), 5); // each value with a bound on its residual
        // end
        return new ReadmeExample(risk, theta, run, top);
    }
}
