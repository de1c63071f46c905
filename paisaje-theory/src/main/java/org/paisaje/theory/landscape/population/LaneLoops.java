package org.paisaje.theory.landscape.population;

/** Loops over the components of a neuron with all runs of a batch side by side, one to a lane. Rows are d times the lanes. */
interface LaneLoops {
    /** out = sum over c of w[a, c] w[b, c], lane by lane. */
    void dot(int d, double[] w, int a, int b, double[] out, int at);

    /** out += x y on one stretch of lanes. */
    void addProduct(double[] x, int xAt, double[] y, int yAt, double[] out, int at);

    /** Row of out += factor times row of w. */
    void addRow(int d, double[] factor, int factorAt, double[] w, int wAt, double[] out, int at);

    /** out -= sum over c of row[c]. */
    void subtractRow(int d, double[] row, int rowAt, double[] out, int at);

    /** Row of out = row of w over divisor. */
    void divide(int d, double[] divisor, int divisorAt, double[] w, int wAt, double[] out, int at);
}
