package org.paisaje.network.head;

import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.data.Task;
import org.paisaje.loss.Decision;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;

/** A loss of what a head makes of outputs, as a loss of these outputs: {@code L(s(f), y)}. */
record HeadedLoss(Loss loss, Head head) implements Loss {
    @Override
    public String name() {
        return loss.name();
    }

    @Override
    public boolean averages() {
        return loss.averages();
    }

    @Override
    public double value(Matrix outputs, Matrix targets) {
        return loss.value(head.value(outputs), targets);
    }

    @Override
    public double valueAndGradient(Matrix outputs, Matrix targets, Matrix gradient) {
        Matrix slope = Matrix.zeros(outputs.rows(), outputs.columns());
        double value = loss.valueAndGradient(head.value(outputs), targets, slope);
        Matrix back = head.slope(outputs, slope);
        System.arraycopy(back.data(), 0, gradient.data(), 0, back.data().length);
        return value;
    }

    /** {@code s' L'' s' v + (L' s'') v}. */
    @Override
    public void curvature(Matrix outputs, Matrix targets, Matrix direction, Matrix out) {
        Matrix values = head.value(outputs);
        Matrix slope = Matrix.zeros(outputs.rows(), outputs.columns());
        loss.valueAndGradient(values, targets, slope);
        Matrix product = Matrix.zeros(outputs.rows(), outputs.columns());
        loss.curvature(values, targets, head.slope(outputs, direction), product);
        Matrix first = head.slope(outputs, product);
        Matrix second = head.bend(outputs, direction, slope);
        for (int i = 0; i < first.data().length; i++) {
            out.data()[i] = first.data()[i] + second.data()[i];
        }
    }

    @Override
    public Compares compares() {
        return loss.compares();
    }

    @Override
    public double lowest(Matrix targets) {
        return loss.lowest(targets);
    }

    @Override
    public Decision decision() {
        return (outputs, i) -> loss.decision().classOf(head.value(outputs), i);
    }

    @Override
    public Matrix targets(Dataset data) {
        return loss.targets(data);
    }

    @Override
    public Optional<String> objection(Task task, int outputs) {
        return loss.objection(task, outputs);
    }
}
