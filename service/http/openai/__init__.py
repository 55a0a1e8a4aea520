"""The API in OpenAI's shape, for the clients and front ends that speak it."""
