package org.paisaje.math.linalg;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code c_1 A_1 + .. + c_m A_m + shift I}. Factors and shifts of factors and shifts are multiplied out when the operator
 * is made, so that a product costs those with the terms and one sweep over the vectors for each.
 */
record Combination(List<Term> terms, double shift) implements LinearOperator {
    /** {@code factor A}. */
    record Term(double factor, LinearOperator operator) {}

    /** An operator as a combination; what is one already stays as it is. */
    static Combination of(LinearOperator operator) {
        return operator instanceof Combination made ? made : new Combination(List.of(new Term(1, operator)), 0);
    }

    Combination scale(double factor) {
        return new Combination(
                terms.stream().map(term -> new Term(factor * term.factor, term.operator)).toList(), factor * shift);
    }

    Combination shift(double by) {
        if (rows() != columns()) {
            throw new IllegalArgumentException("shifted: the operator is " + rows() + " x " + columns()
                    + ", a multiple of the identity can be added to a square one only");
        }
        return new Combination(terms, shift + by);
    }

    Combination add(Combination other) {
        if (rows() != other.rows() || columns() != other.columns()) {
            throw new IllegalArgumentException("plus: the operators are " + rows() + " x " + columns() + " and "
                    + other.rows() + " x " + other.columns() + "; a sum has terms of one size");
        }
        List<Term> all = new ArrayList<>(terms);
        all.addAll(other.terms);
        return new Combination(List.copyOf(all), shift + other.shift);
    }

    /** The operator itself where nothing is left of factors and shifts. */
    LinearOperator simplest() {
        return terms.size() == 1 && terms.getFirst().factor == 1 && shift == 0 ? terms.getFirst().operator : this;
    }

    @Override
    public int rows() {
        return terms.getFirst().operator.rows();
    }

    @Override
    public int columns() {
        return terms.getFirst().operator.columns();
    }

    @Override
    public int vectorsAtOnce() {
        return terms.stream().mapToInt(term -> term.operator.vectorsAtOnce()).max().orElseThrow();
    }

    @Override
    public void apply(double[] v, double[] out) {
        terms.getFirst().operator.apply(v, out);
        finish(terms.getFirst().factor, v, out);
        double[] product = new double[terms.size() == 1 ? 0 : out.length];
        for (Term term : terms.subList(1, terms.size())) {
            term.operator.apply(v, product);
            add(term.factor, product, out);
        }
    }

    @Override
    public void applyAll(Matrix vectors, Matrix out) {
        terms.getFirst().operator.applyAll(vectors, out);
        finish(terms.getFirst().factor, vectors.data(), out.data());
        if (terms.size() == 1) {
            return;
        }
        Matrix product = Matrix.zeros(out.rows(), out.columns());
        for (Term term : terms.subList(1, terms.size())) {
            term.operator.applyAll(vectors, product);
            add(term.factor, product.data(), out.data());
        }
    }

    /** {@code out = factor out + shift v}. */
    private void finish(double factor, double[] v, double[] out) {
        if (shift != 0) {
            for (int i = 0; i < out.length; i++) {
                out[i] = factor * out[i] + shift * v[i];
            }
        } else if (factor != 1) {
            for (int i = 0; i < out.length; i++) {
                out[i] *= factor;
            }
        }
    }

    private static void add(double factor, double[] product, double[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] += factor * product[i];
        }
    }
}
