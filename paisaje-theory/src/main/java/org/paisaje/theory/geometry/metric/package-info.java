/** Layers as changes of coordinates: local volume and orientation, inverses, collisions, and the metric they pull back. */
@NullMarked
package org.paisaje.theory.geometry.metric;

import org.jspecify.annotations.NullMarked;
