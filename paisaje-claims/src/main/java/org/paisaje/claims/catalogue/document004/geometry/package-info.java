/** Document 004, chapters 7 and 10: layers as changes of coordinates, and what they can and cannot part. */
@NullMarked
package org.paisaje.claims.catalogue.document004.geometry;

import org.jspecify.annotations.NullMarked;
