/** Tests of layers as changes of coordinates. */
@NullMarked
package org.paisaje.theory.geometry.metric;

import org.jspecify.annotations.NullMarked;
