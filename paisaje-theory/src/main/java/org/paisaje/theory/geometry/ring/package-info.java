/**
 * A disc inside a ring, the classes of document 004, section 10.1: networks that separate them for certain, networks that cannot,
 * and bounds on an output over a whole annulus.
 */
@NullMarked
package org.paisaje.theory.geometry.ring;

import org.jspecify.annotations.NullMarked;
