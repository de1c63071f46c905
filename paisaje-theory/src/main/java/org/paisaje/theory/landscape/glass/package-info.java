/** The spherical p-spin glass: its energy, its critical points and the laws of their indices. */
@NullMarked
package org.paisaje.theory.landscape.glass;

import org.jspecify.annotations.NullMarked;
