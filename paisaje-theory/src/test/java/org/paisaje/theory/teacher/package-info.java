/** Tests of the teacher and its student. */
@NullMarked
package org.paisaje.theory.teacher;

import org.jspecify.annotations.NullMarked;
