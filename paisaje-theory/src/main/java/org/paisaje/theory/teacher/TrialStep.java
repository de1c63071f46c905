package org.paisaje.theory.teacher;

/** One step of the runs of {@link Trials}, all lanes at once; entry (i, j) of a lane is at (j N + i) lanes + lane. */
interface TrialStep {
    /** For every sample and lane: target minus output where the unit responds, else 0. */
    void residuals(int n, int d, double[] x, double[] w, double[] targets, double[] residuals);

    /** w after the step. */
    void update(int n, int d, double[] x, double[] residuals, double[] w, Trials.Settings settings);
}
