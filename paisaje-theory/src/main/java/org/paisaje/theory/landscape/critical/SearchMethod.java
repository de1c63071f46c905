package org.paisaje.theory.landscape.critical;

/** How a critical point is looked for from a start. */
public sealed interface SearchMethod {
    /** Levenberg-Marquardt on {@code |grad F|^2 / 2}, whose Jacobian is the Hessian: {@code (H^2 + mu I) s = -H g}. */
    record LevenbergMarquardt() implements SearchMethod {}

    /** Newton's step {@code -H^-1 g}, cut to a length; it goes to critical points of any index. */
    record Newton() implements SearchMethod {}

    /**
     * Eigenvector following: up along the lowest eigenvectors of the Hessian and down along the others, to saddles of that
     * index (Cerjan and Miller 1981; gentlest ascent, E and Zhou 2011, for several directions).
     *
     * @param index how many directions lead up; 0 goes to minima
     */
    record Following(int index) implements SearchMethod {
        /** Refuses a negative index. */
        public Following {
            if (index < 0) {
                throw new IllegalArgumentException("Following: the index is " + index + ", it must be at least 0");
            }
        }
    }
}
