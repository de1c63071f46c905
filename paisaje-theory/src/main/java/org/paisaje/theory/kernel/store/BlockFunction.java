package org.paisaje.theory.kernel.store;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.paisaje.math.linalg.Matrix;

/** A kernel function put together from its evaluations on one set of points and on two. */
record BlockFunction(String text, UnaryOperator<Matrix> square,
        BinaryOperator<Matrix> cross) implements KernelFunction {
    @Override
    public Matrix of(Matrix a) {
        return square.apply(a);
    }

    @Override
    public Matrix of(Matrix a, Matrix b) {
        return cross.apply(a, b);
    }
}
