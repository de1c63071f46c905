/** What an initialisation does to signals, gradients, dead units and the tangent kernel before any training. */
@NullMarked
package org.paisaje.study.initialize;

import org.jspecify.annotations.NullMarked;
