package org.paisaje.study.explain.cause;

/** What a cause says of itself beside its strength, by which it is chosen among others. */
public enum Trait {
    /** The run could not have done well whatever else it was: a floor under the loss, no gradient, or no movement. */
    CERTAIN,
    /** Steps far above what the curvature allows were seen to put units out of action, or to lead upwards. */
    DESTRUCTIVE,
    /** Values off scale, which make other causes show that are none. */
    SCALE,
    /** Nothing behind it shows before it is mended. */
    BLOCKING,
    /** A few rows outweigh all others. */
    FEW_ROWS,
    /** Nothing in the inputs tells the targets. */
    VAIN,
    /** What is left is noise. */
    NOISE,
    /** Classes of very different shares, which is told of a run that does as well as simple methods too. */
    UNEVEN,
    /** Nothing was measured: that its remedy helps is the evidence. */
    UNMEASURED,
    /** Simple methods gain by its remedy beyond chance: it is followed wherever the run gains at all. */
    PROVEN,
    /** Told of a run that fits its training data too: it decides where among good weights the run ends. */
    FITTED_TOO,
    /** Told before all others: what the run reaches means nothing while it is so. */
    FOREMOST,
    /** What the run reaches will not be reached in use: its remedy is followed though the figures get worse by it. */
    HOLLOW,
    /** Follows from an option that takes something away from its default: mended together with what follows it. */
    DELIBERATE
}
