package org.paisaje.study.initialize;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.problem.Problem;

/**
 * Which network starts how, and on which inputs it is looked at.
 *
 * @param problem inputs and network; the targets are not used
 * @param initializer how weights are drawn; the usual one of the network if none is named
 * @param draws how many networks are drawn of each initialisation
 * @param weights whether the start of the problem is looked at, weights of the user, and initialisations beside it
 */
public record InitializeSetting(Problem problem, Optional<Initializer> initializer, int draws, boolean weights) {
    /** The inputs that are looked at, at most. */
    public static final int SAMPLES = 128;

    /** Checks the number of draws. */
    public InitializeSetting {
        if (draws < 2 || draws > 10_000) {
            throw new IllegalArgumentException(
                    "initialize: " + draws + " draws; 2 to 10000 are needed, so that one can "
                            + "be told from the usual");
        }
    }

    /** The inputs where none are named: Gaussian ones of mean 0 and variance 1 for a network, else the digits. */
    public static String usualInputs(Optional<Architecture> network) {
        return network.map(known -> "gaussian:n=256,d=" + known.inputs() + ",noise=0"
                + (known.outputs() == 1 ? "" : ",outputs=" + known.outputs())).orElse("digits");
    }

    /** Networks are drawn. */
    public InitializeSetting(Problem problem, Optional<Initializer> initializer, int draws) {
        this(problem, initializer, draws, false);
    }

    /** The network. */
    public Architecture network() {
        return problem.architecture();
    }

    /** How weights are drawn. */
    public Initializer drawn() {
        return initializer.orElseGet(() -> Initializer.standardFor(network()));
    }

    /** The setting by the names of the options, in full. */
    public Map<String, Object> describe() {
        var result = new LinkedHashMap<>(problem.setting());
        result.remove("loss");
        result.remove("split");
        if (!weights) {
            result.put("init", drawn().name());
        }
        result.put("draws", draws);
        return result;
    }
}
