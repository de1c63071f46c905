package org.paisaje.theory.landscape.critical;

/**
 * When a search ends.
 *
 * @param gradientBelow the norm of the gradient at which Newton's steps take over, and above which no end is critical
 * @param iterations the most Hessians of one search by Levenberg-Marquardt; the other methods, whose steps take all eigenvectors,
 *     get a fifth
 * @param longestStep to which the steps of {@link SearchMethod.Newton} and {@link SearchMethod.Following} are cut
 * @param flatShare directions whose curvature is below this share of the largest are not moved along at the end
 */
public record SearchSettings(double gradientBelow, int iterations, double longestStep, double flatShare) {
    /** Gradients below 1e-9, 500 iterations, steps of at most 0.5. */
    public static final SearchSettings USUAL = new SearchSettings(1e-9, 500, 0.5, 1e-10);

    /** Checks the ranges. */
    public SearchSettings {
        if (!(gradientBelow > 0) || iterations < 2 || !(longestStep > 0) || !(flatShare >= 0 && flatShare < 1)) {
            throw new IllegalArgumentException("SearchSettings: gradientBelow " + gradientBelow + ", iterations "
                    + iterations + ", longestStep " + longestStep + ", flatShare " + flatShare
                    + "; needs positive ones, at least 2 iterations, and a share in [0, 1)");
        }
    }

    /** The same with another limit of the gradient. */
    public SearchSettings withGradientBelow(double limit) {
        return new SearchSettings(limit, iterations, longestStep, flatShare);
    }

    /** The same with another number of iterations. */
    public SearchSettings withIterations(int most) {
        return new SearchSettings(gradientBelow, most, longestStep, flatShare);
    }
}
