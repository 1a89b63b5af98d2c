"""The shapes of questions and answers; the OpenAPI document is made of them."""
