package org.paisaje.theory.dynamics;

import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of training over which the loss hardly falls.
 *
 * @param from its first step
 * @param to its last step
 * @param level the loss at its end
 */
public record Plateau(long from, long to, double level) {
    /**
     * The longest disjoint stretches of at least {@code share} of all steps over which the loss does not fall by more than
     * the fraction {@code fall}; where the loss keeps falling there are none.
     *
     * @param steps the steps, increasing
     * @param losses the losses there, not negative
     */
    public static List<Plateau> find(long[] steps, double[] losses, double share, double fall) {
        if (steps.length != losses.length) {
            throw new IllegalArgumentException("Plateau.find: there are " + steps.length + " steps and "
                    + losses.length + " losses; they must pair up");
        }
        List<Plateau> result = new ArrayList<>();
        int n = steps.length;
        double least = n == 0 ? 0 : share * (steps[n - 1] - steps[0]);
        int i = 0;
        while (i < n) {
            int j = i;
            while (j + 1 < n && losses[j + 1] >= (1 - fall) * losses[i]) {
                j++;
            }
            if (j > i && steps[j] - steps[i] >= least) {
                result.add(new Plateau(steps[i], steps[j], losses[j]));
                i = j + 1;
            } else {
                i++;
            }
        }
        return List.copyOf(result);
    }
}
