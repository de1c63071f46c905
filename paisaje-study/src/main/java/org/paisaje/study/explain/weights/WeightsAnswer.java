package org.paisaje.study.explain.weights;

import java.util.List;
import org.paisaje.study.Words;
import org.paisaje.theory.generalization.PowerLaw;

/**
 * The first screen about weights.
 *
 * @param rule what is wrong, by a stable name; empty if nothing is
 * @param headline a sentence
 * @param found what there is
 * @param why what it means
 * @param todo what to do
 */
record WeightsAnswer(String rule, String headline, String found, String why, String todo) {
    /** Reads it from the layers. */
    static WeightsAnswer of(List<WeightsStudy.Measured> all) {
        long parameters = all.stream()
                .mapToLong(one -> one.layer().weights().data().length + one.layer().bias().map(b -> b.length).orElse(0))
                .sum();
        long outliers = all.stream().mapToLong(one -> one.spectrum().outliers()).sum();
        long random = all.stream().filter(one -> one.spectrum().looksRandom()).count();
        long judged = all.stream().filter(one -> one.spectrum().bulk().isPresent()).count();
        long laws = all.stream()
                .filter(one -> one.spectrum().law().filter(PowerLaw.Verdict.POWER_LAW::equals).isPresent())
                .count();
        String found = Words.count(all.size(), "layer") + " with " + Words.count(parameters, "parameter") + ". "
                + (judged == 0
                        ? "They are too narrow for a comparison with random matrices."
                        : Words.count(outliers, "singular value") + (outliers == 1 ? " stands" : " stand")
                                + " out of the noise; " + random + " of " + Words.count(judged, "layer")
                                + " that can be judged " + (random == 1 ? "looks" : "look") + " random.")
                + (laws == 0
                        ? " No layer has a power law in its tail that beats its rivals."
                        : " " + laws
                                + " of them have a power law in the tail.");
        for (int l = 0; l < all.size(); l++) {
            if (all.get(l).layer().zero() && l < all.size() - 1) {
                return new WeightsAnswer("weights.zero-layer",
                        "All weights of layer " + all.get(l).layer().name() + " are 0: nothing passes through it.",
                        found,
                        "The outputs do not depend on the input, and no gradient reaches the layers before it.",
                        "Draw the weights of this layer at random and train again.");
            }
        }
        int units = all.stream().limit(Math.max(1, all.size() - 1)).mapToInt(one -> one.layer().units()).sum();
        int copies = all.stream()
                .limit(Math.max(1, all.size() - 1))
                .mapToInt(one -> one.copies().equal() + one.copies().proportional())
                .sum();
        int silent = all.stream()
                .limit(Math.max(1, all.size() - 1))
                .mapToInt(one -> Math.max(one.copies().silent(), Math.max(0, one.copies().unread())))
                .sum();
        if (copies > 0 && copies >= silent) {
            return new WeightsAnswer("weights.equal-units",
                    copies + " of " + Words.count(units, "hidden unit")
                            + (copies == 1
                                    ? " is a copy or multiple of another."
                                    : " are copies or multiples of others."),
                    found,
                    "Units that begin alike get the same gradient and stay alike: the layer is narrower than it looks.",
                    "Draw the initial weights at random, each unit by itself, and train again; for use alone the copies "
                            + "can be merged.");
        }
        if (silent > 0) {
            return new WeightsAnswer("weights.dead-units",
                    silent + " of " + Words.count(units, "hidden unit") + (silent == 1 ? " does" : " do")
                            + " nothing: weights of 0 go in or out.",
                    found,
                    "They cost time and carry nothing; many of them mean that the layer is narrower than it looks.",
                    "If they were pruned, leave them out; else look for decay or steps that are too large.");
        }
        boolean biases = all.stream().allMatch(one -> one.layer().bias().map(WeightMatrix::zero).orElse(true));
        if (judged > 0 && random == judged && biases) {
            return new WeightsAnswer("weights.untrained",
                    "Nothing in these weights differs from a random draw: they look untrained.", found,
                    "Training leaves singular values above the noise, and biases that are not 0. Training that stays near "
                            + "its start (a wide network, a small rate, few steps) may leave neither.",
                    "If they should be trained, check that the right file was saved, and after the training.");
        }
        return new WeightsAnswer("", outliers == 0
                ? "Nothing is wrong with these weights as far as can be seen without data."
                : "Nothing is wrong with these weights; " + outliers + (outliers == 1
                        ? " singular value stands out of the noise."
                        : " singular values stand out of the noise."),
                found, "", "Nothing needs doing; with --data it can be said how well they "
                        + "do.");
    }
}
