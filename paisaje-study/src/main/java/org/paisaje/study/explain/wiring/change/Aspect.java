package org.paisaje.study.explain.wiring.change;

/** What a way of computing a loss consists of, in the order in which it is done. */
public enum Aspect {
    /** Which samples. */
    PART,
    /** What the network is given. */
    INPUTS,
    /** What batch normalisations normalise by. */
    STATISTICS,
    /** What becomes of its outputs. */
    OUTPUTS,
    /** What they are held against. */
    TARGETS,
    /** By which measure. */
    CRITERION,
    /** How the sum over samples and outputs is divided. */
    REDUCTION,
    /** What is added. */
    PENALTY
}
