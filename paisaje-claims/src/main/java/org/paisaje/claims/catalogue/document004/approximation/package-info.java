/** Document 004, chapter 6: what networks and flows can approximate. */
@NullMarked
package org.paisaje.claims.catalogue.document004.approximation;

import org.jspecify.annotations.NullMarked;
