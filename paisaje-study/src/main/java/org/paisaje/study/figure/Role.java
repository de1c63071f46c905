package org.paisaje.study.figure;

/** What a series stands for; it decides how the series looks, the same in every figure. */
public enum Role {
    /** A prediction: a line. */
    THEORY,
    /** A measurement: points, or a solid line where it is a curve. */
    MEASURED,
    /** A prediction that the measurement contradicts: a dashed line in the colour of warnings. */
    REFUTED,
    /** Something to compare with, such as a level or an axis of symmetry: a thin grey line. */
    REFERENCE
}
