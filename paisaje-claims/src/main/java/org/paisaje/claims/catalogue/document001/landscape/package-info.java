/** Section 4 of document 001: Hessians, their ranks, stability of the step, connected minima. */
@NullMarked
package org.paisaje.claims.catalogue.document001.landscape;

import org.jspecify.annotations.NullMarked;
