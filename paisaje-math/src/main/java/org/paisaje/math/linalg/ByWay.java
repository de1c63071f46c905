package org.paisaje.math.linalg;

/** A linear map whose products are made by way of somebody who counts, keeps or watches them. */
final class ByWay implements LinearOperator {
    private final LinearOperator map;
    private final LinearOperator.Way way;

    ByWay(LinearOperator map, LinearOperator.Way way) {
        this.map = map;
        this.way = way;
    }

    @Override
    public int rows() {
        return map.rows();
    }

    @Override
    public int columns() {
        return map.columns();
    }

    @Override
    public int vectorsAtOnce() {
        return map.vectorsAtOnce();
    }

    @Override
    public void apply(double[] v, double[] out) {
        way.product(v, out, 1, () -> map.apply(v, out));
    }

    @Override
    public void applyAll(Matrix vectors, Matrix out) {
        way.product(vectors.data(), out.data(), vectors.rows(), () -> map.applyAll(vectors, out));
    }
}
