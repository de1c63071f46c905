package org.paisaje.theory.dynamics;

/**
 * How often a loss left its lowest value so far by a factor and came back. The threshold is {@value #UP} times the lowest
 * value; a spike is over when the loss is within {@value #BACK} times of it again, or below a thousandth of the first value.
 * What stays below that is not counted, nor is the first fiftieth of the run, in which the loss may catapult once (Lewkowycz et al. 2020).
 *
 * @param count how many spikes began
 * @param highest the largest value of the loss over the lowest before it; 1 without spikes
 * @param last the step at which the last one was highest; 0 without spikes
 * @param over whether the loss had come back at the end
 * @param least the lowest value of the loss
 */
public record Spikes(int count, double highest, long last, boolean over, double least) {
    private static final double UP = 3;
    private static final double BACK = 1.5;
    private static final double MATTERS = 1e-3;
    private static final double WARM = 0.02;

    /**
     * Those of a series.
     *
     * @param steps the steps, increasing
     * @param losses the losses there, not negative
     */
    public static Spikes of(long[] steps, double[] losses) {
        if (steps.length != losses.length) {
            throw new IllegalArgumentException("Spikes.of: there are " + steps.length + " steps and " + losses.length
                    + " losses; they must pair up");
        }
        int n = steps.length;
        if (n == 0) {
            return new Spikes(0, 1, 0, true, Double.NaN);
        }
        double least = losses[0];
        double floor = MATTERS * losses[0];
        long warm = steps[0] + (long) (WARM * (steps[n - 1] - steps[0]));
        int count = 0;
        double highest = 1;
        double peak = 0;
        long last = 0;
        boolean inside = false;
        for (int i = 1; i < n; i++) {
            double value = losses[i];
            boolean up = value > UP * least && value > floor && steps[i] > warm;
            if (!inside && up) {
                inside = true;
                count++;
                peak = 0;
            }
            if (inside && value > peak) {
                peak = value;
                last = steps[i];
                highest = Math.max(highest, value / least);
            }
            inside &= value > Math.max(BACK * least, floor);
            least = Math.min(least, value);
        }
        return new Spikes(count, highest, last, !inside, least);
    }
}
