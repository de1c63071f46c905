package org.paisaje.study.explain.weights;

import java.nio.file.Path;

/**
 * A file of weights to be looked at without data.
 *
 * @param file the file
 * @param seed the root of the random matrices and the resampling that the weights are held against
 */
public record WeightsSubject(Path file, long seed) {}
