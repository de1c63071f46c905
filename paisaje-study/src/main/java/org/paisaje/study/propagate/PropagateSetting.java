package org.paisaje.study.propagate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.paisaje.network.Architecture;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.train.FitSetting;

/**
 * What is followed through which network.
 *
 * @param problem data, network and theta_0
 * @param fit the run that is followed; empty for theta_0 as it is
 * @param moments how many moments of the run are looked at, the first and the last among them
 */
public record PropagateSetting(Problem problem, Optional<FitSetting> fit, int moments) {
    /** Checks the number of moments. */
    public PropagateSetting {
        if (moments < 2 || moments > 100) {
            throw new IllegalArgumentException(
                    "propagate: " + moments + " moments of a run; 2 to 100 can be looked at");
        }
    }

    /** The network. */
    public Architecture network() {
        return problem.architecture();
    }

    /** The setting by the names of the options, in full. */
    public Map<String, Object> describe() {
        var result = new LinkedHashMap<>(fit.map(FitSetting::describe).orElseGet(problem::setting));
        if (fit.isPresent()) {
            result.put("moments", moments);
        } else {
            result.put("epochs", 0);
        }
        return result;
    }
}
