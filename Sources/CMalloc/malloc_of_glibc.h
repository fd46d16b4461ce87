// What glibc lets a program ask of its memory allocator; Swift's Glibc module leaves it out.
#include <malloc.h>
