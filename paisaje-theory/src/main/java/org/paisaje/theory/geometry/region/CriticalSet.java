package org.paisaje.theory.geometry.region;

import java.util.Arrays;

/**
 * A corner of the regions, or a set of faces that hang together on which the function is constant, with what the function
 * does around it.
 *
 * @param kind what it is
 * @param dimension 0 for a corner, else the largest dimension of its faces; that of the domain for flat cells
 * @param index what it adds to the Euler characteristic of {@code {f <= c}} as c passes its value: 1 for a minimum, -1 for a
 *     saddle of two valleys, 1 again in the plane or -1 in space for a maximum; 0 where nothing changes
 * @param value the value there
 * @param point one of its corners
 * @param edge whether it touches the boundary of the domain
 */
public record CriticalSet(Kind kind, int dimension, int index, double value, double[] point, boolean edge) {
    /** What a function does around a set on which it is constant. */
    public enum Kind {
        /** Nothing near is lower. */
        MINIMUM("minimum"),
        /** Nothing near is higher. */
        MAXIMUM("maximum"),
        /** Several valleys or several ridges meet, or the level sets change their shape. */
        SADDLE("saddle"),
        /** Level sets keep their shape: a flat part of a slope. */
        FLAT("flat part of a slope"),
        /** The function is constant on the whole domain. */
        CONSTANT("constant");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The word for people. */
        public String text() {
            return text;
        }
    }

    @Override
    public String toString() {
        return kind.text() + " of dimension " + dimension + " and index " + index + " at "
                + Arrays.toString(point) + ", value " + value;
    }
}
