/** Document 004, chapter 10 and appendix D: a disc inside a ring, and what networks of two and three units make of it. */
@NullMarked
package org.paisaje.claims.catalogue.document004.ring;

import org.jspecify.annotations.NullMarked;
